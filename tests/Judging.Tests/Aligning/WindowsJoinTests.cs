using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Tests.Aligning;

/// <summary>Windows that were measured one after the other make one metric.</summary>
public sealed class WindowsJoinTests
{
    [Fact]
    public void Numbers_FollowEachOther_AndTheHistoryStays()
    {
        MetricWindows joined = WindowsJoin.Join(Series([1, 2], [3], [4]), Series([], [5, double.NaN], [6, 7]));

        Assert.Equal([1, 2], ((SeriesWindows)joined.History).Values);
        Assert.Equal([3, 5, double.NaN], ((SeriesWindows)joined.Baseline).Values);
        Assert.Equal([4, 6, 7], ((SeriesWindows)joined.Canary).Values);
    }

    [Fact]
    public void Histograms_WithOtherBounds_KeepThoseTheyShare_AndLoseNoObservation()
    {
        MetricWindows joined = WindowsJoin.Join(
            Histogram([1, 2, 3, 4], [[1, 1, 1, 1, 1]], [[1, 2, 3, 4, 5]], [[5, 4, 3, 2, 1]]),
            Histogram([2, 4, 8], [], [[10, 20, 30, 40]], [null]));

        HistogramWindows baseline = (HistogramWindows)joined.Baseline, canary = (HistogramWindows)joined.Canary;
        Assert.Equal([2, 4], baseline.Bounds);
        Assert.Equal([2, 2, 1], ((HistogramWindows)joined.History).ToRows()[0]!);
        Assert.Equal([3, 7, 5], baseline.ToRows()[0]!);
        Assert.Equal([10, 20, 70], baseline.ToRows()[1]!);
        Assert.Equal([9, 5, 1], canary.ToRows()[0]!);
        Assert.Null(canary.ToRows()[1]);
    }

    [Fact]
    public void Histograms_WithoutACommonBound_LeaveTheLaterWindowOut_AndSaySo()
    {
        MetricWindows joined = WindowsJoin.Join(Histogram([1, 2], [], [[1, 2, 3]], [[1, 2, 3]]), Histogram([5], [], [[1, 2]], [[1, 2]]));

        Assert.Equal([1, 2], ((HistogramWindows)joined.Baseline).Bounds);
        Assert.Equal((false, false), (joined.Baseline.IsPresent(1), joined.Canary.IsPresent(1)));
        DataFault fault = Assert.Single(joined.Faults);
        Assert.Equal((FaultKind.BucketMismatch, 1), (fault.Kind, fault.Window));
    }

    [Fact]
    public void Histograms_WithoutARow_TakeTheBoundsOfTheOthers()
    {
        MetricWindows later = WindowsJoin.Join(Histogram([], [], [null], [null]), Histogram([1, 2], [], [[1, 2, 3]], [null]));
        MetricWindows earlier = WindowsJoin.Join(later, Histogram([], [], [null], [null]));

        Assert.Equal([1, 2], ((HistogramWindows)earlier.Canary).Bounds);
        Assert.Equal((false, true, false), (earlier.Baseline.IsPresent(0), earlier.Baseline.IsPresent(1), earlier.Baseline.IsPresent(2)));
    }

    [Fact]
    public void FaultAboutAllWindows_IsToldOnce_ForTheFirstWindowItWasFoundIn()
    {
        DataFault all = new(FaultKind.NoSeries, Side.Canary, null, "bad: no series matched"), one = new(FaultKind.Gap, Side.Canary, 1, "gap");

        MetricWindows joined = WindowsJoin.Join(Series([], [1], [1]), Series([], [1], [1]) with { Faults = [all, one] });
        joined = WindowsJoin.Join(joined, Series([], [1], [1]) with { Faults = [all with { Detail = "bad: no series matched" }] });

        Assert.Equal([all with { Window = 1 }, one], joined.Faults);
    }

    [Fact]
    public void Problems_AreThoseOfTheLatestWindow_AndStayKnownAsFaults()
    {
        SourceProblem problem = new(ProblemKind.Timeout, "no answer", "up");
        MetricWindows failed = WindowsJoin.WithProblemsAsFaults(Series([], [double.NaN], [double.NaN]) with { Problems = [problem] }, 1);

        MetricWindows during = WindowsJoin.Join(Series([], [1], [1]), failed), after = WindowsJoin.Join(during, Series([], [1], [1]));

        Assert.Equal([problem], during.Problems);
        Assert.Empty(after.Problems);
        Assert.Contains("no answer", Assert.Single(after.Faults).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void WindowsOfAnotherMetric_OrWithAHistory_DoNotFollow()
    {
        Assert.Throws<ArgumentException>(() => WindowsJoin.Join(Series([], [1], [1]), Histogram([1], [], [null], [null])));
        Assert.Throws<ArgumentException>(() => WindowsJoin.Join(Series([], [1], [1]), Series([1], [1], [1])));
    }

    private static MetricWindows Series(double[] history, double[] baseline, double[] canary) => new()
    {
        Metric = new MetricPolicy { Name = "cpu", Kind = MetricKind.Series, Margin = Margin.Relative(0.1) },
        History = new SeriesWindows(history),
        Baseline = new SeriesWindows(baseline),
        Canary = new SeriesWindows(canary),
    };

    private static MetricWindows Histogram(double[] bounds, double[]?[] history, double[]?[] baseline, double[]?[] canary) => new()
    {
        Metric = new MetricPolicy { Name = "latency", Kind = MetricKind.Histogram, Margin = Margin.Relative(0.1), Quantiles = [0.5] },
        History = new HistogramWindows(bounds, history),
        Baseline = new HistogramWindows(bounds, baseline),
        Canary = new HistogramWindows(bounds, canary),
    };
}
