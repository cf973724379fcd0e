using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Tests;

/// <summary>Builds windows that are ready to be compared.</summary>
internal static class Windows
{
    public static MetricPolicy Metric(MetricKind kind, Margin margin, string name = "m", Direction direction = Direction.Increase, bool critical = true) => new()
    {
        Name = name,
        Kind = kind,
        Margin = margin,
        Direction = direction,
        Critical = critical,
        Quantiles = kind == MetricKind.Histogram ? [0.5, 0.99] : [],
    };

    public static CanaryPolicy Policy(params MetricPolicy[] metrics) => new() { Name = "p", WarmUp = 0, Judge = JudgeRule.Fixed, Metrics = metrics };

    public static MetricWindows Ratio(MetricPolicy metric, double[] baselineBad, double[] baselineTotal, double[] canaryBad, double[] canaryTotal) => new()
    {
        Metric = metric,
        Baseline = new RatioWindows(baselineBad, baselineTotal),
        Canary = new RatioWindows(canaryBad, canaryTotal),
        History = new RatioWindows([], []),
    };

    /// <summary>Ten equal windows a side.</summary>
    public static MetricWindows Ratio(MetricPolicy metric, double baselineBad, double canaryBad, double total, int count = 10) =>
        Ratio(metric, Fill(baselineBad, count), Fill(total, count), Fill(canaryBad, count), Fill(total, count));

    public static MetricWindows Series(MetricPolicy metric, double[] baseline, double[] canary) => new()
    {
        Metric = metric,
        Baseline = new SeriesWindows(baseline),
        Canary = new SeriesWindows(canary),
        History = new SeriesWindows([]),
    };

    public static MetricWindows Count(MetricPolicy metric, double[] baselineEvents, double[] baselineExposure, double[] canaryEvents, double[] canaryExposure) => new()
    {
        Metric = metric,
        Baseline = new CountWindows(baselineEvents, baselineExposure),
        Canary = new CountWindows(canaryEvents, canaryExposure),
        History = new CountWindows([], []),
    };

    public static MetricWindows Histogram(MetricPolicy metric, double[] bounds, double[]?[] baseline, double[]?[] canary, double[]?[]? history = null) => new()
    {
        Metric = metric,
        Baseline = new HistogramWindows(bounds, baseline),
        Canary = new HistogramWindows(bounds, canary),
        History = new HistogramWindows(bounds, history ?? []),
    };

    public static double[] Fill(double value, int count) => [.. Enumerable.Repeat(value, count)];
}
