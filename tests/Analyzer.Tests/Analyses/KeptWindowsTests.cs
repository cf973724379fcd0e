using CanaryJudge.Analyzer.Analyses.Store;
using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Analyzer.Tests.Analyses;

/// <summary>Windows as the store keeps them.</summary>
public sealed class KeptWindowsTests
{
    private static readonly MetricPolicy Latency = new() { Name = "latency", Kind = MetricKind.Histogram, Margin = Margin.Relative(0.1), Quantiles = [0.9] };
    private static readonly CanaryPolicy Policy = new() { Name = "shop", Metrics = [Latency], Interval = TimeSpan.FromMinutes(1), Horizon = 10 };

    [Fact]
    public void Histograms_Kept_AreReadBack()
    {
        HistogramWindows baseline = new([1, 2], [[1, 2, 3], null, [4, 5, 6]]), canary = new([1, 2], [[0, 0, 0], null, null, [7, 8, 9]]);
        MetricWindows kept = new() { Metric = Latency, History = new HistogramWindows([1, 2], [[0, 0, 1]]), Baseline = baseline, Canary = canary.Slice(1, 3) };

        MetricWindows read = Assert.Single(WindowContent.Read(WindowContent.Write([kept]), Policy));

        Assert.Equal([1, 2], Assert.IsType<HistogramWindows>(read.Canary).Bounds);
        Assert.Equal(baseline.ToRows(), Assert.IsType<HistogramWindows>(read.Baseline).ToRows());
        Assert.Equal([null, null, [7, 8, 9]], Assert.IsType<HistogramWindows>(read.Canary).ToRows());
        Assert.Equal([[0, 0, 1]], Assert.IsType<HistogramWindows>(read.History).ToRows());
    }

    [Theory]
    [InlineData(new[] { 1.0, 2 }, "2 bucket counts")]
    [InlineData(new[] { 1, double.NaN, 2 }, "3 bucket counts")]
    [InlineData(new[] { 1.0, -1, 2 }, "3 bucket counts")]
    public void Histograms_WithRowsThatCannotBe_AreDamage(double[] row, string shown)
    {
        IReadOnlyList<WindowContent> damaged = [new() { Bounds = [1, 2], Baseline = new SideContent { Rows = [null, row] }, Canary = new SideContent { Rows = [null, null] } }];

        InvalidDataException refused = Assert.Throws<InvalidDataException>(() => WindowContent.Read(Content.Write(damaged, StoredShapes.Default.IReadOnlyListWindowContent), Policy));

        Assert.Equal($"The store holds a row of {shown} that cannot be, of a histogram with 2 bounds: it is damaged.", refused.Message);
    }
}
