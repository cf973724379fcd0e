using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Tests.Aligning;

public sealed class CounterTests
{
    private const string Pod = "job=app,instance=a";

    [Fact]
    public void Counter_SampledAcrossWindows_GivesEachDifferenceToTheWindowOfTheLaterSample()
    {
        // Windows are (0, 60] and (60, 120]: the sample at 60 is the first window's.
        double[] events = Events(2, Fetched.Series(Pod, (-15, 100), (0, 110), (15, 111), (30, 113), (45, 116), (60, 120), (75, 125), (90, 125), (105, 126), (120, 127)));
        Assert.Equal([10, 7], events);
    }

    [Fact]
    public void Counter_Restarted_CountsTheNewValueAndReportsTheReset()
    {
        MetricWindows windows = Align(2, Fetched.Series(Pod, (-15, 90), (0, 100), (15, 110), (30, 4), (45, 6), (60, 6), (75, 6), (90, 7), (105, 7), (120, 7)));
        Assert.Equal([16, 1], EventsOf(windows));
        DataFault fault = Assert.Single(windows.Faults, f => f.Side == Side.Canary);
        Assert.Equal((FaultKind.Reset, 0), (fault.Kind, fault.Window));
    }

    [Fact]
    public void Counter_GapInsideOneWindow_LosesNothing()
    {
        MetricWindows windows = Align(2, Fetched.Series(Pod, (-10, 0), (5, 1), (55, 9), (70, 10), (85, 11), (100, 12), (115, 13)));
        Assert.Equal([9, 4], EventsOf(windows));
        Assert.Empty(windows.Faults);
    }

    [Fact]
    public void Counter_GapOverSeveralWindows_LeavesOutTheWindowsOfTheMissingSamplesAndOfTheOneThatEndsIt()
    {
        // Due at 120 (window 1) and until 255; the sample at 270 ends the gap in window 4. Window 0 and window 5 are whole.
        MetricWindows windows = Align(6, Fetched.Counter(Pod, -15, 105, 1), Fetched.Counter("job=app,instance=b", -15, 360, 1));
        Assert.Equal([8, 7, 4, 4, 4, 4], EventsOf(windows)); // a pod that ended is no gap
        FetchedGap(out MetricWindows gap);
        Assert.Equal([8, double.NaN, double.NaN, double.NaN, double.NaN, 8], EventsOf(gap));
        DataFault fault = Assert.Single(gap.Faults, f => f.Side == Side.Canary);
        Assert.Equal((FaultKind.Gap, 1), (fault.Kind, fault.Window));
        Assert.Contains("165 s without a sample around windows 1 to 4", fault.Detail, StringComparison.Ordinal);
    }

    private static void FetchedGap(out MetricWindows windows)
    {
        var before = Fetched.Counter(Pod, -15, 105, 1);
        var after = Fetched.Counter(Pod, 270, 360, 1, first: 20);
        var joined = before with { TimesMillis = [.. before.TimesMillis, .. after.TimesMillis], Values = [.. before.Values, .. after.Values] };
        windows = Align(6, joined, Fetched.Counter("job=app,instance=b", -15, 360, 1));
    }

    [Fact]
    public void Counter_OneScrapeMissedBeforeABoundary_LeavesOutBothWindows()
    {
        // The sample due at 60 is missing: what happened from 45 to 75 is of both windows.
        MetricWindows windows = Align(3, Fetched.Series(Pod, (-15, 0), (0, 1), (15, 2), (30, 3), (45, 4), (75, 6), (90, 7), (105, 8), (120, 9), (135, 10), (150, 11), (165, 12), (180, 13)));
        Assert.Equal([double.NaN, double.NaN, 4], EventsOf(windows));
    }

    [Fact]
    public void Counter_AllSeriesStop_LeavesOutTheWindowThatIsCoveredInPartAndAllAfterIt()
    {
        MetricWindows windows = Align(4, Fetched.Counter(Pod, -15, 90, 1));
        Assert.Equal([4, double.NaN, double.NaN, double.NaN], EventsOf(windows));
    }

    [Fact]
    public void Counter_FirstScrapedInsideAWindow_LeavesOutThatWindow()
    {
        MetricWindows windows = Align(3, Fetched.Counter(Pod, 80, 180, 1, first: 1000));
        Assert.Equal([double.NaN, double.NaN, 4], EventsOf(windows));
    }

    [Fact]
    public void Counter_NewSeriesOfATargetThatWasScrapedBefore_CountsItsFirstValue()
    {
        double[] events = Events(2, Fetched.Counter(Pod + ",code=200", -15, 120, 1), Fetched.Series(Pod + ",code=500", (75, 7), (90, 9), (105, 9), (120, 9)));
        Assert.Equal([4, 4 + 9], events);
    }

    [Fact]
    public void Counter_NewSeriesOfANewTarget_DoesNotCountItsFirstValue()
    {
        double[] events = Events(2, Fetched.Counter(Pod, -15, 120, 1), Fetched.Counter("job=app,instance=new", 75, 120, 1, first: 1_000_000));
        Assert.Equal([4, 4 + 3], events);
    }

    [Fact]
    public void Counter_ThatExistedBeforeAnOutageLongerThanTheLookback_IsNeverCountedWhole()
    {
        // Both series of the pod come back together after 6 minutes: nothing says that they began.
        double[] events = Events(3, Fetched.Counter(Pod + ",code=200", 75, 180, 1, first: 5e6), Fetched.Counter(Pod + ",code=500", 75, 180, 1, first: 2e6));
        Assert.Equal([double.NaN, double.NaN, 8], events); // the first two windows are covered in part at most
    }

    [Fact]
    public void Counter_ScrapedLessOftenThanAWindow_HasNoWindows()
    {
        MetricWindows windows = Align(4, Fetched.Counter(Pod, -120, 240, 1, every: 120));
        Assert.All(EventsOf(windows), v => Assert.True(double.IsNaN(v)));
    }

    [Fact]
    public void Counter_ScrapedOnceAWindow_HasEveryWindow()
    {
        Assert.Equal([1, 1, 1, 1], Events(4, Fetched.Counter(Pod, -40, 240, 1, every: 60)));
    }

    [Fact]
    public void Counter_WithAValueThatIsNotFinite_LeavesOutItsWindow()
    {
        MetricWindows windows = Align(2, Fetched.Series(Pod, (-15, 0), (0, 0), (15, 1), (30, double.NaN), (45, 3), (60, 4), (75, 5), (90, 6), (105, 7), (120, 8)));
        Assert.Equal([double.NaN, 4], EventsOf(windows));
        Assert.Contains(windows.Faults, f => f is { Kind: FaultKind.NotFinite, Window: 0, Side: Side.Canary });
    }

    [Fact]
    public void Counter_WithoutSeries_IsMissingAndSaysSo()
    {
        MetricWindows windows = Align(2);
        Assert.All(EventsOf(windows), v => Assert.True(double.IsNaN(v)));
        Assert.Contains(windows.Faults, f => f is { Kind: FaultKind.NoSeries, Window: null, Side: Side.Canary });
    }

    [Fact]
    public void Rate_IsTheIncreaseOverTheWindowsSeconds()
    {
        MetricWindows windows = Aligner.Align(
            new Fetched(Fetched.Metric(MetricKind.Series)).WithBoth(TermRole.Values, TermReading.Rate, Fetched.Counter(Pod, -15, 120, 30), Fetched.Counter("job=app,instance=b", -15, 120, 15)).ToMeasurement(),
            Fetched.Minutes(2));
        Assert.Equal([3, 3], ((SeriesWindows)windows.Canary).Values);
    }

    private static double[] Events(int count, params Measuring.FetchedSeries[] series) => EventsOf(Align(count, series));

    private static double[] EventsOf(MetricWindows windows) => ((CountWindows)windows.Canary).Events;

    // The exposure is there on both sides, so that only the events are in question.
    private static MetricWindows Align(int count, params Measuring.FetchedSeries[] series) => Aligner.Align(
        new Fetched(Fetched.Metric(MetricKind.Count))
            .With(Side.Baseline, TermRole.Events, TermReading.Counter, Fetched.Counter(Pod, -15, 60 * count, 1))
            .With(Side.Canary, TermRole.Events, TermReading.Counter, series)
            .WithBoth(TermRole.Exposure, TermReading.Integral, Fetched.Counter("job=kube,instance=k", -15, 60 * count, 0, first: 1))
            .ToMeasurement(),
        Fetched.Minutes(count));
}
