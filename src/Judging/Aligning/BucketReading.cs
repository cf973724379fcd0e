using System.Buffers;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Aligning;

/// <summary>Raw samples of histograms: increases of every bucket, summed over series, on the bounds that both sides and the history share.</summary>
internal static class BucketReading
{
    // Buckets of one scrape are read one after the other, so a count between two of them may come out a little below 0. Beyond this share of the window it is no skew.
    private const double SkewShare = 0.05;

    // Histograms with float counts add rounding; a count that fell by less is no restart.
    private const double RoundingShare = 1e-9;

    /// <summary>Reads both sides.</summary>
    public static (SideWindows Baseline, SideWindows Canary) Read(MetricAnswers answers, Timeline baseline, Timeline canary, FaultLog faults)
    {
        Coverage baselineCoverage = new(baseline), canaryCoverage = new(canary);
        IReadOnlyList<BucketGroup> baselineGroups = GroupsOf(answers, baselineCoverage, faults), canaryGroups = GroupsOf(answers, canaryCoverage, faults);
        double[] bounds = CommonBounds.Of([.. baselineGroups, .. canaryGroups], faults);
        return (Rows(answers, baselineGroups, baselineCoverage, bounds, faults), Rows(answers, canaryGroups, canaryCoverage, bounds, faults));
    }

    private static IReadOnlyList<BucketGroup> GroupsOf(MetricAnswers answers, Coverage coverage, FaultLog faults)
    {
        Side side = coverage.Timeline.Side;
        QueryAnswer answer = answers.Of(side, TermRole.Buckets);
        if (answer.Query.Reading != TermReading.Buckets) throw new ArgumentException($"buckets: the reading {answer.Query.Reading} does not give buckets.", nameof(answers));
        if (answer.Series.Count > 0) return BucketGroup.Of(answer, coverage, faults);
        faults.Add(FaultKind.NoSeries, side, null, "buckets", TermReader.NoSeries(answer.Query, "buckets"));
        return [];
    }

    private static HistogramWindows Rows(MetricAnswers answers, IReadOnlyList<BucketGroup> groups, Coverage coverage, double[] bounds, FaultLog faults)
    {
        Timeline timeline = coverage.Timeline;
        if (groups.Count == 0 || bounds.Length == 0) return HistogramWindows.Missing(bounds, timeline.Count);
        SampleTimes[] times = [.. groups.Select(g => g.Times)];
        SampleSpacing spacing = SampleSpacing.OfTerm(times, timeline.IntervalMillis);
        int columns = bounds.Length + 1;
        double[] rented = ArrayPool<double>.Shared.Rent(columns * timeline.Count);
        Span<double> sums = rented.AsSpan(0, columns * timeline.Count); // by bound, then by window
        sums.Clear();
        CounterWalk walk = new(coverage, answers.TargetsOf(timeline.Side), faults, "buckets");
        foreach (BucketGroup group in groups)
        {
            double[][] soFar = group.Table.On(bounds);
            SampleSpacing own = spacing.OfSeries(group.Times, timeline.IntervalMillis);
            int[] beginnings = walk.Walk(group.Times, Falls(soFar), group.Target, own, group.RangeStartMillis);
            for (int b = 0; b < columns; b++) CounterValues.AddIncreases(sums.Slice(b * timeline.Count, timeline.Count), soFar[b], group.Times, beginnings);
        }

        coverage.MarkUncovered(times, spacing);
        coverage.Report(faults, "buckets", spacing, absentIsFault: true);
        int present = coverage.CountPresent(), next = 0;
        BucketRows rows = BucketRows.Of(present, columns, more: 0, out Span<double> counts);
        int[] places = new int[timeline.Count];
        for (int p = 0; p < places.Length; p++)
        {
            places[p] = HistogramWindows.Absent;
            if (!coverage.IsPresent(p)) continue;
            Span<double> row = counts.Slice(next * columns, columns);
            if (TryRising(sums, row, p) || TryAny(sums, row, timeline, p, faults)) places[p] = next++;
        }

        ArrayPool<double>.Shared.Return(rented);
        return new HistogramWindows(bounds, rows, present, places);
    }

    // A process that restarted lost all its buckets.
    private static int[] Falls(double[][] soFar)
    {
        int[] falls = [];
        foreach (double[] column in soFar)
        {
            int[] own = CounterValues.Falls(column, RoundingShare);
            if (own.Length > 0) falls = [.. falls.Union(own).Order()];
        }

        return falls;
    }

    // What lies in each bucket of the usual window, whose cumulative counts rise to a finite number: what TryAny gives. Gain on aligning a histogram: 7 %, which takes it to a tenth of a whole verdict. False when they do not.
    private static bool TryRising(ReadOnlySpan<double> cumulative, Span<double> counts, int position)
    {
        double before = 0;
        bool rises = true;
        int windows = cumulative.Length / counts.Length;
        for (int b = 0; b < counts.Length; b++, position += windows)
        {
            double all = cumulative[position];
            counts[b] = all - before;
            rises &= all >= before;
            before = all;
        }

        return rises && double.IsFinite(before);
    }

    // The same of counts that need not rise; false when the window is left out.
    private static bool TryAny(ReadOnlySpan<double> cumulative, Span<double> counts, Timeline timeline, int position, FaultLog faults)
    {
        double all = 0, below = 0;
        bool finite = true;
        for (int b = 0; b < counts.Length; b++)
        {
            double before = all;
            all = cumulative[b * timeline.Count + position];
            finite &= double.IsFinite(all);
            counts[b] = Math.Max(all - before, 0);
            below = Math.Max(below, before - all);
        }

        if (finite && below <= RoundingShare * all) return true;
        int window = timeline.NumberOf(position);
        if (!finite)
        {
            faults.Add(FaultKind.NotFinite, timeline.Side, window, "buckets", $"buckets: the counts of window {window} are too large to add up; the window is left out.");
            return false;
        }

        bool skew = below <= SkewShare * all;
        faults.Add(FaultKind.BucketMismatch, timeline.Side, window, "cumulative",
            $"buckets: a bucket lost {below:0.###} of {all:0.###} observations against the one below it in window {window}; {(skew ? "read as 0" : "the window is left out")}.");
        return skew;
    }
}
