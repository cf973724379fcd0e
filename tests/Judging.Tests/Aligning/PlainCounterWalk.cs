using CanaryJudge.Judging.Aligning;

namespace CanaryJudge.Judging.Tests.Aligning;

/// <summary>The rules of counters, sample by sample: the judge of <see cref="CounterWalk"/> and <see cref="CounterValues"/>, which read what series share once.</summary>
internal static class PlainCounterWalk
{
    /// <summary>Adds each increase to its window's sum, and marks gaps.</summary>
    public static void Walk(double[] sums, long[] times, double[] values, double roundingShare, TargetName target, SampleSpacing spacing, long rangeStart, TargetTimes targets, Coverage coverage, FaultLog faults)
    {
        Timeline timeline = coverage.Timeline;
        for (int i = 0; i < times.Length; i++)
        {
            long position = timeline.PositionOf(times[i]);
            bool restarted = i > 0 && values[i] < values[i - 1] * (1 - roundingShare);
            if (restarted && timeline.Holds(position)) faults.Add(FaultKind.Reset, timeline.Side, timeline.NumberOf((int)position), "s", $"s: a counter went down in window {timeline.NumberOf((int)position)}, so its process restarted; the new value is the increase.");
            bool beganAgain = restarted && targets.WasScraped(target, times[i] - spacing.AllowedMillis, times[i] - 1);
            if (i > 0 && !beganAgain) MarkGap(times[i - 1], times[i], spacing, coverage);
            bool beganAtZero = i == 0 && times[0] - rangeStart > spacing.AllowedMillis && targets.WasScraped(target, rangeStart, times[0] - spacing.UsualMillis * 9 / 10);
            if (i == 0 && !beganAtZero) continue;
            if (timeline.Holds(position)) coverage.MarkKnown(new WindowRun((int)position, i, 1, 1));
            if (timeline.Holds(position)) sums[position] += restarted || i == 0 ? values[i] : values[i] - values[i - 1];
        }
    }

    /// <summary>Marks what all series together do not cover.</summary>
    public static void MarkUncovered(long[][] series, SampleSpacing spacing, Coverage coverage)
    {
        Timeline timeline = coverage.Timeline;
        long[] times = [.. series.SelectMany(t => t).Distinct().Order()];
        if (times.Length == 0) return;
        foreach ((long earlier, long later) in times.Zip(times.Skip(1)))
        {
            if (later - earlier > spacing.AllowedMillis) MarkGap(earlier, later, spacing, coverage);
        }

        long first = timeline.PositionOf(times[0]), last = timeline.PositionOf(times[^1]);
        if (timeline.Holds(first) && times[0] - timeline.StartOf((int)first) > spacing.LateMillis) coverage.MarkBroken(first, first, times[0] - timeline.StartOf((int)first));
        if (timeline.Holds(last) && timeline.EndOf((int)last) - times[^1] > spacing.AllowedMillis) coverage.MarkBroken(last, last, timeline.EndOf((int)last) - times[^1]);
    }

    private static void MarkGap(long earlier, long later, SampleSpacing spacing, Coverage coverage)
    {
        long first = coverage.Timeline.PositionOf(earlier), last = coverage.Timeline.PositionOf(later);
        bool late = later - earlier > spacing.AllowedMillis;
        if (first != last && (late || last - first >= 2)) coverage.MarkBroken(late ? coverage.Timeline.PositionOf(earlier + spacing.UsualMillis) : first + 1, last, later - earlier);
    }
}
