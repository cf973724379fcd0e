using CanaryJudge.Judging.Aligning;

namespace CanaryJudge.Benchmarks.Scoreboard;

/// <summary>One simulated rollout and the truth about it.</summary>
/// <param name="Family">The family.</param>
/// <param name="IsDegraded">The truth; judges never read it.</param>
/// <param name="Metrics">The windows of every metric.</param>
/// <param name="KnownRate">The true error rate of both sides when healthy, where it is one constant and errors are independent; else null. Only the oracle reads it.</param>
/// <param name="KnownNoise">The true noise of a series, where it is normal; else null. Only the oracle reads it.</param>
internal sealed record Rollout(string Family, bool IsDegraded, IReadOnlyList<MetricWindows> Metrics, double? KnownRate, SeriesNoise? KnownNoise);
