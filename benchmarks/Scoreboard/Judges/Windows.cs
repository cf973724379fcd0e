using CanaryJudge.Judging.Aligning;

namespace CanaryJudge.Benchmarks.Scoreboard;

/// <summary>Takes a rollout's past away.</summary>
internal static class Windows
{
    /// <summary>The same metrics as though the source had kept nothing from before the rollout.</summary>
    public static IReadOnlyList<MetricWindows> WithoutHistory(IReadOnlyList<MetricWindows> metrics) => [.. metrics.Select(m => m with { History = m.History.First(0) })];
}
