using CanaryJudge.Sources.Recordings;

namespace CanaryJudge.Cli.Replaying;

/// <summary>One line of a file, or why the file cannot be read on.</summary>
/// <param name="File">The file's name as it was typed; "stdin" for -.</param>
/// <param name="Text">The line; null when there is a problem.</param>
/// <param name="Problem">What is wrong with the file; null when there is a line.</param>
internal sealed record ReplayItem(string File, RecordingText? Text, string? Problem);
