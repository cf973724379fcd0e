using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Aligning;

/// <summary>Turns what was fetched into equal windows on both sides and the baseline's history, by rules that are the same for every source.</summary>
public static class Aligner
{
    /// <summary>Aligns one metric.</summary>
    /// <param name="measurement">What was fetched: exactly one answer a side and role of the metric's kind.</param>
    /// <param name="windows">The windows: window k is the time (start + k interval, start + (k + 1) interval].</param>
    /// <returns>
    /// Both sides with <see cref="WindowGrid.Count"/> windows and the history with <see cref="WindowGrid.History"/>, of the metric's kind.
    /// A window without usable data is missing, with a fault that says why; it is never 0, but for bad events that do not exist while the total does.
    /// When a question had a problem every window is missing and the problem is listed.
    /// </returns>
    /// <exception cref="ArgumentException">Answers are missing, doubled or of another kind; the times of a series do not rise.</exception>
    public static MetricWindows Align(Measurement measurement, WindowGrid windows)
    {
        MetricAnswers answers = new(measurement);
        FaultLog faults = new();
        Timeline baseline = Timeline.Of(Side.Baseline, windows), canary = Timeline.Of(Side.Canary, windows);
        bool failed = answers.Problems.Count > 0;
        MetricPolicy metric = measurement.Plan.Metric;
        (SideWindows Baseline, SideWindows Canary) sides = metric.Kind switch
        {
            MetricKind.Histogram => failed ? (HistogramWindows.Missing([], baseline.Count), HistogramWindows.Missing([], canary.Count)) : BucketReading.Read(answers, baseline, canary, faults),
            _ when failed => (NoNumbers(metric.Kind, baseline), NoNumbers(metric.Kind, canary)),
            _ => (Numbers(metric.Kind, answers, baseline, faults), Numbers(metric.Kind, answers, canary, faults)),
        };
        return new MetricWindows
        {
            Metric = metric,
            History = Slice(sides.Baseline, 0, windows.History),
            Baseline = Slice(sides.Baseline, windows.History, windows.Count),
            Canary = sides.Canary,
            Faults = faults.ToList(),
            Warnings = answers.Warnings,
            Problems = answers.Problems,
        };
    }

    private static SideWindows Numbers(MetricKind kind, MetricAnswers answers, Timeline timeline, FaultLog faults)
    {
        TermReader reader = new(timeline, answers.TargetsOf(timeline.Side), faults);
        TermWindows Read(TermRole role) => reader.Read(answers.Of(timeline.Side, role));
        switch (kind)
        {
            case MetricKind.Series:
                return new SeriesWindows(Read(TermRole.Values).OrNaN());
            case MetricKind.Count:
                return new CountWindows(Read(TermRole.Events).OrNaN(), Read(TermRole.Exposure).OrNaN());
            default:
                QueryAnswer bad = answers.Of(timeline.Side, TermRole.Bad), total = answers.Of(timeline.Side, TermRole.Total);
                bool several = bad.Query.Reading == TermReading.Expression && bad.Series.Count > 1;
                bool absentIsZero = !several && (bad.Series.Count == 0 || TargetTimes.Share(bad.Series, total.Series));
                (double[] bads, double[] totals) = RatioRule.Combine(reader.Read(bad), reader.Read(total), absentIsZero, faults);
                return new RatioWindows(bads, totals);
        }
    }

    private static SideWindows Slice(SideWindows windows, int from, int count) => windows switch
    {
        _ when count == windows.Count => windows,
        RatioWindows r => new RatioWindows(r.Bad[from..(from + count)], r.Total[from..(from + count)]),
        SeriesWindows s => new SeriesWindows(s.Values[from..(from + count)]),
        CountWindows c => new CountWindows(c.Events[from..(from + count)], c.Exposure[from..(from + count)]),
        HistogramWindows h => h.Slice(from, count),
        _ => throw new ArgumentException($"Unknown windows {windows.GetType().Name}.", nameof(windows)),
    };

    private static SideWindows NoNumbers(MetricKind kind, Timeline timeline)
    {
        double[] missing = Enumerable.Repeat(double.NaN, timeline.Count).ToArray();
        return kind switch
        {
            MetricKind.Ratio => new RatioWindows(missing, missing),
            MetricKind.Count => new CountWindows(missing, missing),
            _ => new SeriesWindows(missing),
        };
    }
}
