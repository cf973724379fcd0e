using CanaryJudge.Judging.Aligning;

namespace CanaryJudge.Sources.Recordings;

/// <summary>The first windows of a metric.</summary>
internal static class WindowsPrefix
{
    /// <summary>Keeps the first windows of both sides and the faults of the history and of those windows.</summary>
    public static MetricWindows Of(MetricWindows metric, int windows) => metric with
    {
        Baseline = Of(metric.Baseline, windows),
        Canary = Of(metric.Canary, windows),
        Faults = [.. metric.Faults.Where(fault => fault.Window is null || fault.Window < windows)],
    };

    private static SideWindows Of(SideWindows side, int windows) => side switch
    {
        RatioWindows ratio => new RatioWindows(ratio.Bad[..windows], ratio.Total[..windows]),
        SeriesWindows series => new SeriesWindows(series.Values[..windows]),
        HistogramWindows histogram => new HistogramWindows(histogram.Bounds, histogram.Counts[..windows]),
        CountWindows count => new CountWindows(count.Events[..windows], count.Exposure[..windows]),
        _ => throw new ArgumentException($"There are no windows of the kind {side.GetType().Name}.", nameof(side)),
    };
}
