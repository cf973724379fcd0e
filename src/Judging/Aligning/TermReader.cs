using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Aligning;

/// <summary>Turns the answer to one question into one number a window, by the reading that the policy gives it.</summary>
internal sealed class TermReader(Timeline timeline, TargetTimes targets, FaultLog faults)
{
    private readonly SharedTimes _shared = new(timeline);

    /// <summary>Reads one answer.</summary>
    public TermWindows Read(QueryAnswer answer)
    {
        PlannedQuery query = answer.Query;
        string subject = SubjectOf(query.Role);
        if (answer.Series.Count == 0)
        {
            faults.Add(FaultKind.NoSeries, timeline.Side, null, subject, NoSeries(query, subject));
            return new TermWindows(new double[timeline.Count], new Coverage(timeline));
        }

        TermWindows term = query.Reading switch
        {
            TermReading.Counter => ReadCounter(answer, subject, scale: 1),
            TermReading.Rate => ReadCounter(answer, subject, scale: 1000.0 / timeline.IntervalMillis),
            TermReading.Gauge => GaugeReading.Mean(answer.Series, _shared, timeline, faults, subject),
            TermReading.Integral => GaugeReading.Integral(answer.Series, _shared, timeline, faults, subject),
            TermReading.Expression => ExpressionReading.Read(answer.Series, _shared, timeline, faults, subject, mayBeNegative: query.Role == TermRole.Values),
            _ => throw new ArgumentException($"{subject}: the reading {query.Reading} does not give one number a window.", nameof(answer)),
        };
        LeaveOutOverflows(term, subject);
        return term;
    }

    // Finite samples whose sum is not: absurd, and still no number.
    private void LeaveOutOverflows(TermWindows term, string subject)
    {
        if (UsableValue.AreAll(term.Values, mayBeNegative: true)) return;
        for (int p = 0; p < timeline.Count; p++)
        {
            if (double.IsFinite(term.Values[p]) || !term.Coverage.IsPresent(p)) continue;
            term.Coverage.MarkSpoilt(p);
            int window = timeline.NumberOf(p);
            faults.Add(FaultKind.NotFinite, timeline.Side, window, subject, $"{subject}: the samples of window {window} are too large to add up; the window is left out.");
        }
    }

    /// <summary>The role's name, for people.</summary>
    public static string SubjectOf(TermRole role) => role switch
    {
        TermRole.Bad => "bad",
        TermRole.Total => "total",
        TermRole.Values => "values",
        TermRole.Buckets => "buckets",
        TermRole.Events => "events",
        TermRole.Exposure => "exposure",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "An unknown role."),
    };

    /// <summary>What to say of an answer without series.</summary>
    public static string NoSeries(PlannedQuery query, string subject) => query.Role == TermRole.Bad
        ? $"{subject}: no series matched {query.Text}; read as 0 events wherever the total has data. If that is a surprise, check the metric's name and labels."
        : $"{subject}: no series matched {query.Text}; check the metric's name, its labels and the scope.";

    // Increases of each series' counter, summed over series. The bad term may not exist at times, which has a meaning of its own (see RatioRule).
    private TermWindows ReadCounter(QueryAnswer answer, string subject, double scale)
    {
        bool mayBeAbsent = answer.Query.Role == TermRole.Bad;
        Coverage coverage = new(timeline);
        UsablePoints[] all = UsablePoints.Of(answer.Series, _shared, coverage, mayBeNegative: false, faults, subject);
        SampleTimes[] times = Array.ConvertAll(all, points => points.Times);
        SampleSpacing spacing = SampleSpacing.OfTerm(times, timeline.IntervalMillis);
        CounterWalk walk = new(coverage, targets, faults, subject);
        double[] sums = new double[timeline.Count];
        foreach (UsablePoints points in all)
        {
            SampleSpacing own = spacing.OfSeries(points.Times, timeline.IntervalMillis);
            int[] beginnings = walk.Walk(points.Times, CounterValues.Falls(points.Values), points.Target, own, answer.Query.StartMillis);
            CounterValues.AddIncreases(sums, points.Values, points.Times, beginnings);
        }

        if (!mayBeAbsent) coverage.MarkUncovered(times, spacing);
        coverage.Report(faults, subject, spacing, absentIsFault: !mayBeAbsent);
        if (scale != 1)
        {
            for (int p = 0; p < sums.Length; p++) sums[p] *= scale;
        }

        return new TermWindows(sums, coverage);
    }
}
