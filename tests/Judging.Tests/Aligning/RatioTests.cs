using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Tests.Aligning;

public sealed class RatioTests
{
    private const string Pod = "job=app,instance=a";
    private static readonly FetchedSeries Requests = Fetched.Counter(Pod + ",code=200", -15, 180, 25);

    [Fact]
    public void Ratio_BadSeriesThatDoesNotExist_IsZeroWhereTheTotalHasData()
    {
        MetricWindows windows = Align([], [Requests]);
        AssertRatio(windows, [0, 0, 0], [100, 100, 100]);
        Assert.Contains(windows.Faults, f => f is { Kind: FaultKind.NoSeries, Side: Side.Canary });
    }

    [Fact]
    public void Ratio_BadSeriesThatBeginsLater_IsZeroBeforeAndCountsFromItsFirstValue()
    {
        AssertRatio(Align([Fetched.Counter(Pod + ",code=500", 75, 180, 1, first: 3)], [Requests]), [0, 6, 4], [100, 100, 100]);
    }

    [Fact]
    public void Ratio_BadSeriesThatEndsWithItsProcess_IsZeroAfter()
    {
        AssertRatio(Align([Fetched.Counter(Pod + ",code=500", -15, 60, 1)], [Requests]), [4, 0, 0], [100, 100, 100]);
    }

    [Fact]
    public void Ratio_BadSeriesThatIsAwayAfterARestartAndComesBackLower_CountsWhatItComesBackWith()
    {
        // The process restarted after 45; its first error after that is scraped at 135. The total shows that it was scraped all along.
        MetricWindows windows = Align([Fetched.Series(Pod + ",code=500", (-15, 6), (0, 6), (15, 7), (30, 8), (45, 8), (135, 2), (150, 2), (165, 3), (180, 3))], [Requests]);
        AssertRatio(windows, [2, 0, 3], [100, 100, 100]);
    }

    [Fact]
    public void Ratio_GapInTheBadSeries_IsNotZero()
    {
        MetricWindows windows = Align([Fetched.Series(Pod + ",code=500", (-15, 6), (0, 6), (15, 7), (30, 8), (45, 8), (60, 8), (135, 12), (150, 12), (165, 12), (180, 13))], [Requests]);
        AssertRatio(windows, [2, double.NaN, double.NaN], [100, double.NaN, double.NaN]);
    }

    [Fact]
    public void Ratio_WithoutATotal_IsMissingAlthoughBadHasData()
    {
        AssertRatio(Align([Fetched.Counter(Pod, -15, 180, 1)], []), [double.NaN, double.NaN, double.NaN], [double.NaN, double.NaN, double.NaN]);
    }

    [Fact]
    public void Ratio_BothAbsent_IsMissing() => Assert.All([0, 1, 2], k => Assert.False(Align([], []).Canary.IsPresent(k)));

    [Fact]
    public void Ratio_BadFromOtherTargetsThanTheTotal_IsNeverTakenAsZero()
    {
        MetricWindows windows = Align([Fetched.Counter("job=proxy,instance=p", -15, 60, 1)], [Requests]);
        AssertRatio(windows, [4, double.NaN, double.NaN], [100, double.NaN, double.NaN]);
    }

    [Fact]
    public void Ratio_ZeroOverZero_IsMissingWithAFault()
    {
        MetricWindows windows = Align([], [Fetched.Counter(Pod, -15, 180, 0)]);
        Assert.All([0, 1, 2], k => Assert.False(windows.Canary.IsPresent(k)));
        Assert.Equal([0, 1, 2], windows.Faults.Where(f => f is { Kind: FaultKind.ZeroOverZero, Side: Side.Canary }).Select(f => f.Window));
    }

    [Theory]
    [InlineData(26, 100)] // 104 of 100: what two scrapes may differ by
    [InlineData(28, double.NaN)] // 112 of 100
    public void Ratio_BadAboveTotal_IsTheTotalWithinATenthAndMissingBeyond(double badPerScrape, double expected)
    {
        MetricWindows windows = Align([Fetched.Counter(Pod, -15, 180, badPerScrape)], [Requests]);
        Assert.Equal([expected, expected, expected], ((RatioWindows)windows.Canary).Bad);
        Assert.Equal([0, 1, 2], windows.Faults.Where(f => f is { Kind: FaultKind.BadAboveTotal, Side: Side.Canary }).Select(f => f.Window));
    }

    [Fact]
    public void Ratio_FromExpressions_HoldsTheSameRules()
    {
        MetricWindows windows = Aligner.Align(
            new Fetched(Fetched.Metric(MetricKind.Ratio))
                .WithBoth(TermRole.Bad, TermReading.Expression, Fetched.Series("", (60, 2), (180, 0), (240, -1)))
                .WithBoth(TermRole.Total, TermReading.Expression, Fetched.Series("", (60, 50), (120, 40), (180, 0), (240, 5)))
                .ToMeasurement(),
            Fetched.Minutes(4));
        AssertRatio(windows, [2, 0, double.NaN, double.NaN], [50, 40, double.NaN, double.NaN]);
    }

    [Fact]
    public void Ratio_SeveralBadSeriesOfAnExpression_AreNotTakenAsZero()
    {
        MetricWindows windows = Aligner.Align(
            new Fetched(Fetched.Metric(MetricKind.Ratio))
                .WithBoth(TermRole.Bad, TermReading.Expression, Fetched.Series("pod=a", (60, 2)), Fetched.Series("pod=b", (60, 2)))
                .WithBoth(TermRole.Total, TermReading.Expression, Fetched.Series("", (60, 50)))
                .ToMeasurement(),
            Fetched.Minutes(1));
        Assert.False(windows.Canary.IsPresent(0));
    }

    private static void AssertRatio(MetricWindows windows, double[] bad, double[] total)
    {
        RatioWindows canary = Assert.IsType<RatioWindows>(windows.Canary);
        Assert.Equal(bad, canary.Bad);
        Assert.Equal(total, canary.Total);
    }

    private static MetricWindows Align(FetchedSeries[] bad, FetchedSeries[] total) => Aligner.Align(
        new Fetched(Fetched.Metric(MetricKind.Ratio))
            .With(Side.Baseline, TermRole.Bad, TermReading.Counter, Fetched.Counter(Pod + ",code=500", -15, 180, 1)).With(Side.Baseline, TermRole.Total, TermReading.Counter, Requests)
            .With(Side.Canary, TermRole.Bad, TermReading.Counter, bad).With(Side.Canary, TermRole.Total, TermReading.Counter, total)
            .ToMeasurement(),
        Fetched.Minutes(3));
}
