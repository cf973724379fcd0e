using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Planning;

/// <summary>What is to be judged: a policy, both sides, and the time.</summary>
/// <param name="Policy">The rules.</param>
/// <param name="Baseline">Which instances are the current version.</param>
/// <param name="Canary">Which instances are the new version.</param>
/// <param name="FromMillis">Start of window 0 (when the canary began to take traffic), milliseconds since the Unix epoch.</param>
/// <param name="ToMillis">End of what may be judged; a last window that is not whole is left out. Milliseconds since the Unix epoch.</param>
public sealed record JudgeRequest(CanaryPolicy Policy, Scope Baseline, Scope Canary, long FromMillis, long ToMillis);
