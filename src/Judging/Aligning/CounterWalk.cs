namespace CanaryJudge.Judging.Aligning;

/// <summary>One step of a counter: what it grew by from one sample to the next, given to the window of the later one.</summary>
/// <param name="Position">Position of the window.</param>
/// <param name="Previous">Index of the earlier sample; -1 when the counter began at 0: the later value is the increase.</param>
/// <param name="Sample">Index of the later sample.</param>
internal readonly record struct CounterStep(int Position, int Previous, int Sample);

/// <summary>Walks the samples of a counter, whatever its values are (a number, a row of buckets), and says which differences make up which window.</summary>
/// <remarks>
/// Rules (the reasons are in docs/decisions/0020-counting-raw-counters.md).
/// The difference of two neighbouring samples belongs to the window of the later one; the earlier one may lie before all windows.
/// A value that fell is a restart: the new value is the increase. A difference over a gap that crosses windows belongs to none of them.
/// A first sample counts whole only when its target was scraped before without it: then the counter did not exist and began at 0.
/// </remarks>
internal sealed class CounterWalk(Coverage coverage, TargetTimes targets, FaultLog faults, string subject)
{
    /// <summary>The steps that fall into windows, in time order; gaps are marked in the coverage.</summary>
    /// <param name="times">Times of the samples, rising.</param>
    /// <param name="fell">Says whether the value at an index is below the one before it.</param>
    /// <param name="target">The target that is counted on.</param>
    /// <param name="spacing">The series' spacing.</param>
    /// <param name="rangeStartMillis">Nothing is known before this moment.</param>
    public List<CounterStep> Walk(long[] times, Func<int, bool> fell, string target, SampleSpacing spacing, long rangeStartMillis)
    {
        List<CounterStep> steps = new(times.Length);
        long before = 0;
        for (int i = 0; i < times.Length; i++)
        {
            long position = coverage.Timeline.PositionOf(times[i]);
            bool restarted = i > 0 && fell(i);
            if (restarted) ReportReset(position);

            // A series that was away while its target was scraped, and comes back lower, began again just now: no gap.
            bool beganAgain = restarted && targets.WasScraped(target, times[i] - spacing.AllowedMillis, times[i] - 1);
            if (i > 0 && !beganAgain) coverage.MarkGap(times[i - 1], before, times[i], position, spacing);
            if (i > 0 || BeganAtZero(times[0], target, spacing, rangeStartMillis)) Add(steps, position, restarted ? -1 : i - 1, i);
            before = position;
        }

        return steps;
    }

    private bool BeganAtZero(long firstMillis, string target, SampleSpacing spacing, long rangeStartMillis) =>
        firstMillis - rangeStartMillis > spacing.AllowedMillis
        && targets.WasScraped(target, rangeStartMillis, firstMillis - spacing.UsualMillis * 9 / 10);

    private void Add(List<CounterStep> steps, long position, int previous, int sample)
    {
        coverage.MarkKnown(position);
        if (coverage.Timeline.Holds(position)) steps.Add(new CounterStep((int)position, previous, sample));
    }

    private void ReportReset(long position)
    {
        if (!coverage.Timeline.Holds(position)) return;
        int window = coverage.Timeline.NumberOf((int)position);
        faults.Add(FaultKind.Reset, coverage.Timeline.Side, window, subject, $"{subject}: a counter went down in window {window}, so its process restarted; the new value is the increase.");
    }
}
