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
        double[]?[] rows = new double[]?[timeline.Count];
        if (groups.Count == 0 || bounds.Length == 0) return new HistogramWindows(bounds, rows);
        SampleSpacing spacing = SampleSpacing.OfTerm(groups.Select(g => g.Times), timeline.IntervalMillis);
        double[][] sums = [.. rows.Select(_ => new double[bounds.Length + 1])];
        CounterWalk walk = new(coverage, answers.TargetsOf(timeline.Side), faults, "buckets");
        foreach (BucketGroup group in groups)
        {
            double[][] soFar = group.Table.On(bounds);
            SampleSpacing own = spacing.OfSeries(group.Times, timeline.IntervalMillis);
            foreach (CounterStep step in walk.Walk(group.Times, i => Fell(soFar, i), group.Target, own, group.RangeStartMillis))
            {
                double[] sum = sums[step.Position];
                for (int b = 0; b < sum.Length; b++) sum[b] += step.Previous < 0 ? soFar[b][step.Sample] : soFar[b][step.Sample] - soFar[b][step.Previous];
            }
        }

        coverage.MarkUncovered(groups.Select(g => g.Times), spacing);
        coverage.Report(faults, "buckets", spacing, absentIsFault: true);
        for (int p = 0; p < rows.Length; p++) rows[p] = coverage.IsPresent(p) ? PerBucket(sums[p], timeline, p, faults) : null;
        return new HistogramWindows(bounds, rows);
    }

    private static bool Fell(double[][] soFar, int at)
    {
        foreach (double[] column in soFar)
        {
            if (column[at] < column[at - 1] * (1 - RoundingShare)) return true;
        }

        return false;
    }

    private static double[]? PerBucket(double[] cumulative, Timeline timeline, int position, FaultLog faults)
    {
        int window = timeline.NumberOf(position);
        if (!cumulative.All(double.IsFinite))
        {
            faults.Add(FaultKind.NotFinite, timeline.Side, window, "buckets", $"buckets: the counts of window {window} are too large to add up; the window is left out.");
            return null;
        }

        double[] counts = new double[cumulative.Length];
        double below = 0;
        for (int b = 0; b < counts.Length; b++)
        {
            double count = cumulative[b] - (b == 0 ? 0 : cumulative[b - 1]);
            counts[b] = Math.Max(count, 0);
            below = Math.Max(below, -count);
        }

        if (below <= RoundingShare * cumulative[^1]) return counts;
        bool skew = below <= SkewShare * cumulative[^1];
        faults.Add(FaultKind.BucketMismatch, timeline.Side, window, "cumulative",
            $"buckets: a bucket lost {below:0.###} of {cumulative[^1]:0.###} observations against the one below it in window {window}; {(skew ? "read as 0" : "the window is left out")}.");
        return skew ? counts : null;
    }
}
