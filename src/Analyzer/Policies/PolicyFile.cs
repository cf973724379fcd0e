using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Analyzer.Policies;

/// <summary>A policy that is held, with the file it was read from and that file's text.</summary>
internal sealed record PolicyFile(string Text, CanaryPolicy Policy);
