using CanaryJudge.Judging.Measuring;

namespace CanaryJudge.Judging.Aligning;

/// <summary>A PromQL expression, evaluated once a window at the window's end: one series a side, one value a window.</summary>
internal static class ExpressionReading
{
    /// <summary>Reads the values. More than one series is a fault and leaves every window out: which of them is meant is the policy's to say.</summary>
    public static TermWindows Read(IReadOnlyList<FetchedSeries> series, SharedTimes shared, Timeline timeline, FaultLog faults, string subject, bool mayBeNegative)
    {
        Coverage coverage = new(timeline);
        double[] values = new double[timeline.Count];
        if (series.Count > 1)
        {
            faults.Add(FaultKind.SeveralSeries, timeline.Side, null, subject, $"{subject}: the expression gave {series.Count} series where one is expected; wrap it in an aggregation such as sum() or avg().");
            return new TermWindows(values, coverage);
        }

        UsablePoints points = UsablePoints.Of(series, shared, coverage, mayBeNegative, faults, subject)[0];
        foreach (WindowRun run in points.Times.Runs)
        {
            for (int w = 0; w < run.Count; w++) values[run.Position + w] = points.Values[run.From + (w + 1) * run.Each - 1];
            coverage.MarkKnown(run);
        }

        coverage.Report(faults, subject, new SampleSpacing(timeline.IntervalMillis, timeline.IntervalMillis), absentIsFault: true);
        return new TermWindows(values, coverage);
    }
}
