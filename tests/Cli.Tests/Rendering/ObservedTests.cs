using CanaryJudge.Cli.Rendering;
using CanaryJudge.Cli.Tests.Fixtures;
using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Cli.Tests.Rendering;

public sealed class ObservedTests
{
    [Fact]
    public void Ratio_WithMissingAndWarmUpWindows_IsPooledOverTheOthers()
    {
        MetricWindows windows = Windows(MetricKind.Ratio, new RatioWindows([9, 1, double.NaN, 3], [10, 100, 50, 100]), new RatioWindows([9], [10]));
        Observed seen = Assert.Single(Observed.Of(windows, warmUp: 1));
        Assert.Equal(0.02, seen.Baseline, 1e-12);
        Assert.Equal(double.NaN, seen.Canary);
    }

    [Fact]
    public void Series_WithMissingWindows_IsTheMeanOfTheOthers()
    {
        Observed seen = Assert.Single(Observed.Of(Windows(MetricKind.Series, new SeriesWindows([1, double.NaN, 3]), new SeriesWindows([double.NaN])), warmUp: 0));
        Assert.Equal(2, seen.Baseline);
        Assert.Equal(double.NaN, seen.Canary);
    }

    [Fact]
    public void Histogram_OfPooledBuckets_GivesItsQuantiles()
    {
        MetricWindows windows = Windows(
            MetricKind.Histogram,
            new HistogramWindows([1, 2], [[50, 0, 0], null, [0, 50, 0]]),
            new HistogramWindows([1, 2], [null, [0, 0, 4]]));
        Observed[] seen = [.. Observed.Of(windows with { Metric = windows.Metric with { Quantiles = [0.25, 0.75] } }, warmUp: 0)];
        Assert.Equal(["p25", "p75"], seen.Select(s => s.Name));
        Assert.Equal([0.5, 1.5], seen.Select(s => s.Baseline));
        Assert.Equal([2.0, 2.0], seen.Select(s => s.Canary));
    }

    private static MetricWindows Windows(MetricKind kind, SideWindows baseline, SideWindows canary) =>
        new() { Metric = Runs.Metric("m", kind, Margin.Absolute(1)), Baseline = baseline, Canary = canary, History = new SeriesWindows([]) };
}
