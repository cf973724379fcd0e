using CanaryJudge.Judging.Measuring;

namespace CanaryJudge.Judging.Aligning;

/// <summary>Raw samples of gauges: their mean, or their integral over time.</summary>
/// <remarks>A series is alive from its first to its last sample. A window in which an alive series has no sample is left out: the mean or the sum over the other series would be of something else.</remarks>
internal static class GaugeReading
{
    /// <summary>The mean of each series' samples in the window, then the mean over the series that have samples there.</summary>
    public static TermWindows Mean(IReadOnlyList<FetchedSeries> series, SharedTimes shared, Timeline timeline, FaultLog faults, string subject)
    {
        double[] sums = new double[timeline.Count];
        int[] seriesCounts = new int[timeline.Count];
        Coverage coverage = Cover(series, shared, timeline, faults, subject, mayBeNegative: true, (points, _) =>
        {
            foreach (WindowRun run in points.Times.Runs)
            {
                for (int w = 0; w < run.Count; w++)
                {
                    double sum = 0;
                    foreach (double value in points.Values.AsSpan(run.From + w * run.Each, run.Each)) sum += value;
                    sums[run.Position + w] += sum / run.Each;
                    seriesCounts[run.Position + w]++;
                }
            }
        });
        for (int p = 0; p < sums.Length; p++) sums[p] = seriesCounts[p] == 0 ? double.NaN : sums[p] / seriesCounts[p];
        return new TermWindows(sums, coverage);
    }

    /// <summary>
    /// The sum over series of value times seconds present: a sample's value holds until the series' next sample, the last one's for a usual
    /// sample distance. So a series that is present for the whole window with value 1 adds the window's seconds.
    /// </summary>
    public static TermWindows Integral(IReadOnlyList<FetchedSeries> series, SharedTimes shared, Timeline timeline, FaultLog faults, string subject)
    {
        double[] sums = new double[timeline.Count];
        Coverage coverage = Cover(series, shared, timeline, faults, subject, mayBeNegative: false, (points, spacing) =>
        {
            long[] times = points.Times.Millis;
            for (int i = 0; i < times.Length; i++)
            {
                long until = i + 1 < times.Length ? times[i + 1] : times[i] + spacing.UsualMillis;
                AddHeld(sums, timeline, times[i], until, points.Values[i]);
            }
        });
        return new TermWindows(sums, coverage);
    }

    private static void AddHeld(double[] sums, Timeline timeline, long from, long until, double value)
    {
        // A value holds over (from, until]; its first moment is one millisecond later.
        long first = Math.Max(timeline.PositionOf(from + 1), 0), last = Math.Min(timeline.PositionOf(until), timeline.Count - 1);
        for (long p = first; p <= last; p++)
        {
            long millis = Math.Min(until, timeline.EndOf((int)p)) - Math.Max(from, timeline.StartOf((int)p));
            sums[p] += value * millis / 1000.0;
        }
    }

    private static Coverage Cover(
        IReadOnlyList<FetchedSeries> series, SharedTimes shared, Timeline timeline, FaultLog faults, string subject, bool mayBeNegative, Action<UsablePoints, SampleSpacing> take)
    {
        Coverage coverage = new(timeline);
        UsablePoints[] all = UsablePoints.Of(series, shared, coverage, mayBeNegative, faults, subject);
        SampleSpacing spacing = SampleSpacing.OfTerm(Array.ConvertAll(all, points => points.Times), timeline.IntervalMillis);
        foreach (UsablePoints points in all)
        {
            take(points, spacing.OfSeries(points.Times, timeline.IntervalMillis));
            foreach (WindowRun run in points.Times.Runs) coverage.MarkKnown(run);
            MarkSkipped(points.Times, coverage);
        }

        coverage.Report(faults, subject, spacing, absentIsFault: true);
        return coverage;
    }

    // Windows between two samples that hold none.
    private static void MarkSkipped(SampleTimes times, Coverage coverage)
    {
        Timeline timeline = coverage.Timeline;
        if (times.Longest <= timeline.IntervalMillis) return;
        long[] millis = times.Millis;
        for (int i = 1; i < millis.Length; i++)
        {
            long distance = millis[i] - millis[i - 1];
            if (distance > timeline.IntervalMillis) coverage.MarkBroken(timeline.PositionOf(millis[i - 1]) + 1, timeline.PositionOf(millis[i]) - 1, distance);
        }
    }
}
