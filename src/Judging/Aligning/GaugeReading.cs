using CanaryJudge.Judging.Measuring;

namespace CanaryJudge.Judging.Aligning;

/// <summary>Raw samples of gauges: their mean, or their integral over time.</summary>
/// <remarks>A series is alive from its first to its last sample. A window in which an alive series has no sample is left out: the mean or the sum over the other series would be of something else.</remarks>
internal static class GaugeReading
{
    /// <summary>The mean of each series' samples in the window, then the mean over the series that have samples there.</summary>
    public static TermWindows Mean(IReadOnlyList<FetchedSeries> series, Timeline timeline, FaultLog faults, string subject)
    {
        double[] sums = new double[timeline.Count];
        int[] seriesCounts = new int[timeline.Count];
        Coverage coverage = Cover(series, timeline, faults, subject, mayBeNegative: true, (points, _) =>
        {
            for (int from = 0, to; from < points.Times.Length; from = to)
            {
                long position = timeline.PositionOf(points.Times[from]);
                double sum = 0;
                for (to = from; to < points.Times.Length && timeline.PositionOf(points.Times[to]) == position; to++) sum += points.Values[to];
                if (!timeline.Holds(position)) continue;
                sums[position] += sum / (to - from);
                seriesCounts[position]++;
            }
        });
        return new TermWindows([.. sums.Select((sum, p) => seriesCounts[p] == 0 ? double.NaN : sum / seriesCounts[p])], coverage);
    }

    /// <summary>
    /// The sum over series of value times seconds present: a sample's value holds until the series' next sample, the last one's for a usual
    /// sample distance. So a series that is present for the whole window with value 1 adds the window's seconds.
    /// </summary>
    public static TermWindows Integral(IReadOnlyList<FetchedSeries> series, Timeline timeline, FaultLog faults, string subject)
    {
        double[] sums = new double[timeline.Count];
        Coverage coverage = Cover(series, timeline, faults, subject, mayBeNegative: false, (points, spacing) =>
        {
            for (int i = 0; i < points.Times.Length; i++)
            {
                long until = i + 1 < points.Times.Length ? points.Times[i + 1] : points.Times[i] + spacing.UsualMillis;
                AddHeld(sums, timeline, points.Times[i], until, points.Values[i]);
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
        IReadOnlyList<FetchedSeries> series, Timeline timeline, FaultLog faults, string subject, bool mayBeNegative, Action<UsablePoints, SampleSpacing> take)
    {
        Coverage coverage = new(timeline);
        UsablePoints[] all = UsablePoints.Of(series, coverage, mayBeNegative, faults, subject);
        SampleSpacing spacing = SampleSpacing.OfTerm(all.Select(p => p.Times), timeline.IntervalMillis);
        foreach (UsablePoints points in all)
        {
            take(points, spacing.OfSeries(points.Times, timeline.IntervalMillis));
            for (int i = 0; i < points.Times.Length; i++)
            {
                long position = timeline.PositionOf(points.Times[i]);
                coverage.MarkKnown(position);
                if (i == 0) continue;
                long before = timeline.PositionOf(points.Times[i - 1]);
                if (position - before > 1) coverage.MarkBroken(before + 1, position - 1, points.Times[i] - points.Times[i - 1]);
            }
        }

        coverage.Report(faults, subject, spacing, absentIsFault: true);
        return coverage;
    }
}
