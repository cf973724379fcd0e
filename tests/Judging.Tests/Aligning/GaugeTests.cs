using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Tests.Aligning;

public sealed class GaugeTests
{
    private const string Pod = "instance=a", Other = "instance=b";

    [Fact]
    public void Gauge_TakesTheMeanOfEachSeriesThenTheMeanOverSeries()
    {
        // 2 and 4 in the first window; the other series has one sample there: (3 + 9) / 2.
        SeriesWindows windows = Read(TermReading.Gauge, 2, Fetched.Series(Pod, (30, 2), (60, 4), (90, 10)), Fetched.Series(Other, (60, 9), (90, 20)));
        Assert.Equal([6, 15], windows.Values);
    }

    [Fact]
    public void Gauge_WindowWithoutSamples_IsMissing()
    {
        Assert.Equal([1, double.NaN, 3], Read(TermReading.Gauge, 3, Fetched.Series(Pod, (30, 1), (150, 3))).Values);
    }

    [Fact]
    public void Gauge_OneOfTwoSeriesSkipsAWindow_LeavesItOut()
    {
        Assert.Equal([1.5, double.NaN, 1.5], Read(TermReading.Gauge, 3, Fetched.Series(Pod, (30, 1), (90, 1), (150, 1)), Fetched.Series(Other, (30, 2), (150, 2))).Values);
    }

    [Fact]
    public void Gauge_PodThatEnds_IsNoGap()
    {
        Assert.Equal([1.5, 1, 1], Read(TermReading.Gauge, 3, Fetched.Series(Pod, (30, 1), (90, 1), (150, 1)), Fetched.Series(Other, (30, 2))).Values);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Gauge_ValueThatIsNotFinite_LeavesOutItsWindow(double value)
    {
        MetricWindows windows = Align(TermReading.Gauge, 2, Fetched.Series(Pod, (15, 1), (30, value), (90, 2)), Fetched.Series(Other, (30, 1), (90, 2)));
        Assert.Equal([double.NaN, 2], ((SeriesWindows)windows.Canary).Values);
        Assert.Equal(FaultKind.NotFinite, Assert.Single(windows.Faults, f => f.Side == Side.Canary).Kind);
    }

    [Fact]
    public void Gauge_MayBeNegative() => Assert.Equal([-3], Read(TermReading.Gauge, 1, Fetched.Series(Pod, (30, -3))).Values);

    [Fact]
    public void Integral_OfOneForTheWholeWindow_IsItsSeconds()
    {
        Assert.Equal([60, 60], Read(TermReading.Integral, 2, Fetched.Counter(Pod, -7, 120, 0, first: 1)).Values);
    }

    [Fact]
    public void Integral_SumsOverPodsAndCountsOnlyTheSecondsThatEachWasThere()
    {
        // The second pod is there from 75 to 105 + 15.
        Assert.Equal([60, 60 + 45], Read(TermReading.Integral, 2, Fetched.Counter(Pod, 0, 120, 0, first: 1), Fetched.Counter(Other, 75, 105, 0, first: 1)).Values);
    }

    [Fact]
    public void Integral_HoldsAValueUntilTheNextSample()
    {
        // 2 until 30, then 4: 60 + 120.
        Assert.Equal([180], Read(TermReading.Integral, 1, Fetched.Series(Pod, (0, 2), (30, 4), (60, 5))).Values);
    }

    [Fact]
    public void Expression_ValueAtTheWindowsEnd_IsTheWindows()
    {
        MetricWindows windows = Align(TermReading.Expression, 3, Fetched.Series("", (60, 1), (180, 3)));
        Assert.Equal([1, double.NaN, 3], ((SeriesWindows)windows.Canary).Values);
        Assert.Equal(1, Assert.Single(windows.Faults, f => f is { Kind: FaultKind.Gap, Side: Side.Canary }).Window);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Expression_ValueThatIsNotFinite_IsMissing(double value)
    {
        MetricWindows windows = Align(TermReading.Expression, 2, Fetched.Series("", (60, value), (120, 3)));
        Assert.Equal([double.NaN, 3], ((SeriesWindows)windows.Canary).Values);
        Assert.Equal(FaultKind.NotFinite, Assert.Single(windows.Faults, f => f.Side == Side.Canary).Kind);
    }

    [Fact]
    public void Expression_SeveralSeries_LeavesEverythingOutAndNamesTheRemedy()
    {
        MetricWindows windows = Align(TermReading.Expression, 2, Fetched.Series("pod=a", (60, 1), (120, 1)), Fetched.Series("pod=b", (60, 1), (120, 1)));
        Assert.All(((SeriesWindows)windows.Canary).Values, v => Assert.True(double.IsNaN(v)));
        DataFault fault = Assert.Single(windows.Faults, f => f.Side == Side.Canary);
        Assert.Equal(FaultKind.SeveralSeries, fault.Kind);
        Assert.Contains("2 series", fault.Detail, StringComparison.Ordinal);
        Assert.Contains("sum()", fault.Detail, StringComparison.Ordinal);
    }

    private static SeriesWindows Read(TermReading reading, int count, params FetchedSeries[] series) => (SeriesWindows)Align(reading, count, series).Canary;

    private static MetricWindows Align(TermReading reading, int count, params FetchedSeries[] series) => Aligner.Align(
        new Fetched(Fetched.Metric(MetricKind.Series))
            .With(Side.Baseline, TermRole.Values, TermReading.Gauge, Fetched.Counter(Pod, 0, 60 * count, 0))
            .With(Side.Canary, TermRole.Values, reading, series).ToMeasurement(),
        Fetched.Minutes(count));
}
