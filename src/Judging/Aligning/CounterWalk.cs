namespace CanaryJudge.Judging.Aligning;

/// <summary>Walks the samples of a counter, whatever its values are (a number, a row of buckets), and says what they tell of the windows.</summary>
/// <remarks>
/// Rules (the reasons are in docs/decisions/0020-counting-raw-counters.md).
/// The difference of two neighbouring samples belongs to the window of the later one; the earlier one may lie before all windows.
/// A value that fell is a restart: the new value is the increase. A difference over a gap that crosses windows belongs to none of them.
/// A first sample counts whole only when its target was scraped before without it: then the counter did not exist and began at 0.
/// </remarks>
internal sealed class CounterWalk(Coverage coverage, TargetTimes targets, FaultLog faults, string subject)
{
    /// <summary>Marks in the coverage which windows are known and which a gap touches, and reports restarts.</summary>
    /// <param name="times">Times of the samples.</param>
    /// <param name="falls">Where the value is below the one before it: rising indexes.</param>
    /// <param name="target">The target that is counted on.</param>
    /// <param name="spacing">The series' spacing.</param>
    /// <param name="rangeStartMillis">Nothing is known before this moment.</param>
    /// <returns>Where the counter began at 0, so that the value is the increase: the falls, and the first sample when it is one of these.</returns>
    public int[] Walk(SampleTimes times, int[] falls, TargetName target, SampleSpacing spacing, long rangeStartMillis)
    {
        foreach (int fall in falls) ReportReset(times.Millis[fall]);
        MarkGaps(times, falls, target, spacing);
        bool beganAtZero = times.Millis.Length > 0 && BeganAtZero(times.Millis[0], target, spacing, rangeStartMillis);
        foreach (WindowRun run in times.Runs)
        {
            bool onlyTheFirst = run is { From: 0, Each: 1 }; // which says nothing of its window, unless the counter began with it
            coverage.MarkKnown(onlyTheFirst && !beganAtZero ? run.AfterFirst : run);
        }

        return beganAtZero ? [0, .. falls] : falls;
    }

    private void MarkGaps(SampleTimes times, int[] falls, TargetName target, SampleSpacing spacing)
    {
        long least = Math.Min(spacing.AllowedMillis, coverage.Timeline.IntervalMillis); // what is not longer is no gap
        if (times.Longest <= least) return;
        long[] millis = times.Millis;
        for (int i = 1; i < millis.Length; i++)
        {
            if (millis[i] - millis[i - 1] <= least) continue;

            // A series that was away while its target was scraped, and comes back lower, began again just now: no gap.
            bool beganAgain = Array.BinarySearch(falls, i) >= 0 && targets.WasScraped(target, millis[i] - spacing.AllowedMillis, millis[i] - 1);
            if (!beganAgain) coverage.MarkGap(millis[i - 1], millis[i], spacing);
        }
    }

    private bool BeganAtZero(long firstMillis, TargetName target, SampleSpacing spacing, long rangeStartMillis) =>
        firstMillis - rangeStartMillis > spacing.AllowedMillis
        && targets.WasScraped(target, rangeStartMillis, firstMillis - spacing.UsualMillis * 9 / 10);

    private void ReportReset(long millis)
    {
        long position = coverage.Timeline.PositionOf(millis);
        if (!coverage.Timeline.Holds(position)) return;
        int window = coverage.Timeline.NumberOf((int)position);
        faults.Add(FaultKind.Reset, coverage.Timeline.Side, window, subject, $"{subject}: a counter went down in window {window}, so its process restarted; the new value is the increase.");
    }
}
