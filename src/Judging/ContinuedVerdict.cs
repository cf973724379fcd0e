using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Sequential;

namespace CanaryJudge.Judging;

/// <summary>A verdict, and what the next one can go on from.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="State">The state after its windows, for <see cref="Judge.Continue"/>: to be kept as it is. Empty for a judge that keeps none.</param>
/// <param name="Refusal">Why the state that was given could not be used, so that all windows were judged again, with the same verdict; null when it was used or none was given.</param>
public sealed record ContinuedVerdict(Verdict Verdict, byte[] State, StateRefusal? Refusal);
