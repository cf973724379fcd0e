using CanaryJudge.Judging.Deciding;

namespace CanaryJudge.Cli.Replaying;

/// <summary>What came of one line.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Outcome">The verdict; null when it could not be judged.</param>
/// <param name="Text">What goes to standard output; null when it could not be judged.</param>
/// <param name="Problems">What goes to standard error; empty when it was judged.</param>
/// <param name="Explanation">The verdict beside the recorded one; null when that was not asked for.</param>
internal sealed record Replayed(string File, VerdictOutcome? Outcome, string? Text, IReadOnlyList<string> Problems, Explanation? Explanation = null);
