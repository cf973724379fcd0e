using CanaryJudge.Judging.Aligning;

namespace CanaryJudge.Benchmarks.Scoreboard;

/// <summary>Cuts the windows of a rollout.</summary>
internal static class Windows
{
    /// <summary>The same metrics as though the source had kept nothing from before the rollout.</summary>
    public static IReadOnlyList<MetricWindows> WithoutHistory(IReadOnlyList<MetricWindows> metrics) => [.. metrics.Select(m => m with { History = First(m.History, 0) })];

    /// <summary>A metric as it stood when so many windows had elapsed.</summary>
    public static MetricWindows First(MetricWindows metric, int count) => metric with { Baseline = First(metric.Baseline, count), Canary = First(metric.Canary, count) };

    private static SideWindows First(SideWindows side, int count) => side switch
    {
        RatioWindows ratio => new RatioWindows(ratio.Bad[..count], ratio.Total[..count]),
        CountWindows counts => new CountWindows(counts.Events[..count], counts.Exposure[..count]),
        SeriesWindows series => new SeriesWindows(series.Values[..count]),
        HistogramWindows histogram => new HistogramWindows(histogram.Bounds, histogram.Counts[..count]),
        _ => throw new ArgumentException($"Windows of type {side.GetType().Name} cannot be cut.", nameof(side)),
    };
}
