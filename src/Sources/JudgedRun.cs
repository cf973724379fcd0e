using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Sequential;

namespace CanaryJudge.Sources;

/// <summary>A verdict with everything it came from.</summary>
/// <param name="Plan">What was asked and over which windows.</param>
/// <param name="Queries">What the source was asked, one entry a metric.</param>
/// <param name="Windows">What was judged, one entry a metric: enough to reach the same verdict again.</param>
/// <param name="Verdict">The answer.</param>
public sealed record JudgedRun(JudgePlan Plan, IReadOnlyList<IReadOnlyList<SentQuery>> Queries, IReadOnlyList<MetricWindows> Windows, Verdict Verdict)
{
    /// <summary>What the next verdict of the same rollout can go on from; empty when the judge keeps nothing.</summary>
    public ReadOnlyMemory<byte> State { get; init; }

    /// <summary>Why the state that was given could not be used, so that all windows were judged again; null when it was used or none was given.</summary>
    public StateRefusal? StateRefusal { get; init; }
}
