using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Tests.Aligning;

public sealed class BucketTests
{
    private const string Pod = "job=app,instance=a";

    [Fact]
    public void Buckets_Classic_BecomeCountsBetweenBounds()
    {
        HistogramWindows canary = Canary(Align(Classic(Pod, ("1", 4), ("2", 6), ("+Inf", 7))));
        Assert.Equal([1, 2], canary.Bounds);
        Assert.Equal([[16, 8, 4], [16, 8, 4]], canary.ToRows());
    }

    [Fact]
    public void Buckets_OfSeveralPods_AreSummed()
    {
        HistogramWindows canary = Canary(Align([.. Classic(Pod, ("1", 4), ("2", 6), ("+Inf", 7)), .. Classic("job=app,instance=b", ("1", 1), ("2", 1), ("+Inf", 1))]));
        Assert.Equal([[20, 8, 4], [20, 8, 4]], canary.ToRows());
    }

    [Fact]
    public void Buckets_WithOtherBoundsOnOneSide_AreMergedToTheCommonOnes()
    {
        MetricWindows windows = Align(Classic(Pod, ("0.5", 1), ("2", 6), ("5", 6), ("+Inf", 7))); // the baseline has 1 and 2
        HistogramWindows canary = Canary(windows), baseline = Assert.IsType<HistogramWindows>(windows.Baseline);
        Assert.Equal([2], canary.Bounds);
        Assert.Equal(canary.Bounds, baseline.Bounds);
        Assert.Equal(canary.Bounds, Assert.IsType<HistogramWindows>(windows.History).Bounds);
        Assert.Equal([[24, 4], [24, 4]], canary.ToRows());
        Assert.Contains(windows.Faults, f => f.Kind == FaultKind.BucketMismatch && f.Detail.Contains("judged on the 1 bound that all series share.", StringComparison.Ordinal));
    }

    [Fact]
    public void Buckets_WithoutACommonBound_AreMissingWithAFault()
    {
        MetricWindows windows = Align(Classic(Pod, ("7", 1), ("+Inf", 7)));
        Assert.All([0, 1], k => Assert.False(windows.Canary.IsPresent(k)));
        Assert.All([0, 1], k => Assert.False(windows.Baseline.IsPresent(k)));
        Assert.Contains(windows.Faults, f => f is { Kind: FaultKind.BucketMismatch, Window: null });
    }

    [Fact]
    public void Buckets_WithoutAnInfiniteBucket_AreMissingWithAFault()
    {
        MetricWindows windows = Align(Classic(Pod, ("1", 4), ("2", 6)));
        Assert.False(windows.Canary.IsPresent(0));
        Assert.Contains(windows.Faults, f => f is { Kind: FaultKind.BucketMismatch, Side: Side.Canary } && f.Detail.Contains("+Inf", StringComparison.Ordinal));
    }

    [Fact]
    public void Buckets_SeriesWithoutLe_IsReported()
    {
        MetricWindows windows = Align([.. Classic(Pod, ("1", 4), ("2", 6), ("+Inf", 7)), Fetched.Counter(Pod + ",le=soon", -15, 120, 1)]);
        Assert.Equal([[16, 8, 4], [16, 8, 4]], Canary(windows).ToRows());
        Assert.Contains(windows.Faults, f => f.Kind == FaultKind.BucketMismatch && f.Detail.Contains("\"soon\"", StringComparison.Ordinal));
    }

    [Fact]
    public void Buckets_Restarted_CountWhatTheNewProcessHasInEveryBucket()
    {
        // The first bucket is higher after the restart than before: only the others tell that the process restarted.
        (double, double)[] Fall(double before, double after) => [(-15, before), (0, before), (15, after), (30, after), (45, after), (60, after), (75, after), (90, after), (105, after), (120, after)];
        MetricWindows windows = Align([Fetched.Series(Pod + ",le=1", Fall(3, 5)), Fetched.Series(Pod + ",le=2", Fall(50, 6)), Fetched.Series(Pod + ",le=+Inf", Fall(60, 8))]);
        Assert.Equal([[5, 1, 2], [0, 0, 0]], Canary(windows).ToRows());
        Assert.Equal(0, Assert.Single(windows.Faults, f => f is { Kind: FaultKind.Reset, Side: Side.Canary }).Window);
    }

    [Theory]
    [InlineData(101, true)] // one observation of a hundred: read between two buckets
    [InlineData(110, false)]
    public void Buckets_ThatAreNotCumulative_AreClampedWhenItIsSkewAndMissingWhenNot(double lower, bool present)
    {
        (double, double)[] Step(double to) => [(-15, 0), (0, 0), (15, to), (30, to), (45, to), (60, to), (75, to), (90, to), (105, to), (120, to)];
        MetricWindows windows = Align([Fetched.Series(Pod + ",le=1", Step(lower)), Fetched.Series(Pod + ",le=2", Step(100)), Fetched.Series(Pod + ",le=+Inf", Step(100))]);
        Assert.Equal(present, windows.Canary.IsPresent(0));
        if (present) Assert.Equal([lower, 0, 0], Canary(windows).ToRows()[0]!);
        Assert.Contains(windows.Faults, f => f is { Kind: FaultKind.BucketMismatch, Window: 0, Side: Side.Canary });
    }

    [Fact]
    public void Buckets_Gap_LeavesOutTheSameWindowsAsForCounters()
    {
        (double, double)[] Gap(double per) => [.. new[] { -15, 0, 15, 30, 45, 60, 75, 90 }.Select(t => ((double)t, per * t)), (180, 180 * per), (195, 195 * per), (210, 210 * per), (225, 225 * per), (240, 240 * per)];
        MetricWindows windows = Align(4, [Fetched.Series(Pod + ",le=1", Gap(1).Select(Shift).ToArray()), Fetched.Series(Pod + ",le=2", Gap(2).Select(Shift).ToArray()), Fetched.Series(Pod + ",le=+Inf", Gap(2).Select(Shift).ToArray())]);
        Assert.Equal([true, false, false, true], Enumerable.Range(0, 4).Select(windows.Canary.IsPresent));
    }

    [Fact]
    public void Buckets_Native_BecomeCountsBetweenTheirBounds()
    {
        MetricWindows windows = AlignNative(Native(Pod, 2, (1, 2, 3), (2, 4, 1)), Native(Pod, 2, (1, 2, 3), (2, 4, 1)));
        Assert.Equal([1, 2, 4], Canary(windows).Bounds);
        Assert.Equal([[0, 12, 4, 0], [0, 12, 4, 0]], Canary(windows).ToRows());
    }

    [Fact]
    public void Buckets_NativeWithACoarserSchemaOnOneSide_AreMergedToIt()
    {
        double half = Math.Sqrt(2);
        MetricWindows windows = AlignNative(Native(Pod, 2, (1, half, 3), (half, 2, 2), (2, 2 * half, 1)), Native(Pod, 2, (1, 2, 6), (2, 4, 1)));
        Assert.Equal([1, 2, 4], Canary(windows).Bounds);
        Assert.Equal([0, 20, 4, 0], Assert.IsType<HistogramWindows>(windows.Baseline).ToRows()[0]!);
        Assert.Equal([0, 24, 4, 0], Canary(windows).ToRows()[0]!);
    }

    [Fact]
    public void Buckets_NativeThatChangesItsSchemaMidway_KeepsCounting()
    {
        double half = Math.Sqrt(2);
        FetchedSeries fine = Native(Pod, 2, (1, half, 3), (half, 2, 2)), coarse = Native(Pod, 2, (1, 2, 5));
        FetchedSeries changed = fine with { Histograms = [.. fine.Histograms[..6], .. coarse.Histograms[6..]] };
        MetricWindows windows = AlignNative(coarse, changed);
        Assert.Equal([[0, 20, 0], [0, 20, 0]], Canary(windows).ToRows());
        Assert.DoesNotContain(windows.Faults, f => f.Kind == FaultKind.Reset);
    }

    [Fact]
    public void Buckets_NativeRestarted_CountTheNewValue()
    {
        FetchedSeries long1 = Native(Pod, 2, (1, 2, 5));
        FetchedSeries restarted = long1 with { Histograms = [.. long1.Histograms[..2].Select(h => h with { Counts = [h.Counts[0] + 1000], Count = h.Count + 1000 }), .. long1.Histograms[2..]] };
        MetricWindows windows = AlignNative(long1, restarted);
        Assert.Equal([0, long1.Histograms[5].Counts[0], 0], Canary(windows).ToRows()[0]!);
        Assert.Contains(windows.Faults, f => f is { Kind: FaultKind.Reset, Window: 0, Side: Side.Canary });
    }

    [Fact]
    public void Buckets_OfWindowsWithoutSamples_TakeNoRoom()
    {
        HistogramWindows canary = Canary(Align(1000, Classic(Pod, ("1", 4), ("2", 6), ("+Inf", 7)))); // of two minutes

        Assert.Equal([16, 8, 4], canary.Row(1).ToArray());
        Assert.False(canary.IsPresent(900));
        Assert.InRange(canary.ByteSize, 4000, 4300);
    }

    private static (double, double) Shift((double Seconds, double Value) p) => (p.Seconds, p.Value + 100);

    private static HistogramWindows Canary(MetricWindows windows) => Assert.IsType<HistogramWindows>(windows.Canary);

    // Cumulative growth a scrape in each bucket.
    private static FetchedSeries[] Classic(string labels, params (string Le, double PerScrape)[] buckets) =>
        [.. buckets.Select(b => Fetched.Counter($"{labels},le={b.Le}", -15, 120, b.PerScrape, first: 10 * b.PerScrape))];

    private static FetchedSeries Native(string labels, int minutes, params (double Lower, double Upper, double PerScrape)[] buckets)
    {
        FetchedSeries numbers = Fetched.Counter(labels, -15, 60 * minutes, 1, first: 1);
        return numbers with
        {
            Values = [],
            Histograms = [.. numbers.Values.Select(n => new NativeHistogramPoint(
                n * buckets.Sum(b => b.PerScrape), double.NaN, [.. buckets.Select(b => b.Lower)], [.. buckets.Select(b => b.Upper)], [.. buckets.Select(b => b.PerScrape * n)]))],
        };
    }

    private static MetricWindows Align(params FetchedSeries[] canary) => Align(2, canary);

    private static MetricWindows Align(int count, FetchedSeries[] canary) => Aligner.Align(
        new Fetched(Fetched.Metric(MetricKind.Histogram))
            .With(Side.Baseline, TermRole.Buckets, TermReading.Buckets, Classic(Pod, ("1", 4), ("2", 6), ("+Inf", 7)))
            .With(Side.Canary, TermRole.Buckets, TermReading.Buckets, canary).ToMeasurement(),
        Fetched.Minutes(count));

    private static MetricWindows AlignNative(FetchedSeries baseline, FetchedSeries canary) => Aligner.Align(
        new Fetched(Fetched.Metric(MetricKind.Histogram))
            .With(Side.Baseline, TermRole.Buckets, TermReading.Buckets, baseline)
            .With(Side.Canary, TermRole.Buckets, TermReading.Buckets, canary).ToMeasurement(),
        Fetched.Minutes(2));
}
