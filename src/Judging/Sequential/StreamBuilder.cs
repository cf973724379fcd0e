using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Sequential;

/// <summary>Turns one metric into the streams that are watched. Everything is fixed from the history, or from the warm-up, before a window is judged.</summary>
internal static class StreamBuilder
{
    /// <summary>How many streams a metric has; known from the policy alone.</summary>
    public static int Count(MetricPolicy metric) =>
        (metric.Direction == Direction.Either ? 2 : 1) * (metric.Kind == MetricKind.Histogram ? metric.Quantiles.Count : 1);

    /// <summary>Builds the streams.</summary>
    /// <param name="metric">The metric with its windows.</param>
    /// <param name="judged">First window that is judged.</param>
    /// <param name="now">Newest window that may be looked at.</param>
    /// <param name="horizon">Windows, warm-up included, at which the rollout is over.</param>
    /// <param name="parameters">The constants.</param>
    /// <returns>The streams; empty while there is no reference to fix the margin from; a null entry is a quantile that the buckets cannot resolve.</returns>
    public static IReadOnlyList<EvidenceStream?> Build(MetricWindows metric, int judged, int now, int horizon, SequentialParameters parameters) => metric.Baseline switch
    {
        RatioWindows baseline => Counts(metric.Metric, Ratio(baseline, (RatioWindows)metric.Canary, (RatioWindows)metric.History), new CountScale(IsRate: false), judged, now, parameters),
        CountWindows baseline => Counts(metric.Metric, Rate(baseline, (CountWindows)metric.Canary, (CountWindows)metric.History), new CountScale(IsRate: true), judged, now, parameters),
        SeriesWindows baseline => SeriesStreams.Build(metric, baseline.Values, judged, now, horizon, parameters),
        HistogramWindows baseline => HistogramStreams.Build(metric, baseline, judged, now, parameters),
        _ => throw new ArgumentException($"Metric {metric.Metric.Name}: windows of type {metric.Baseline.GetType().Name} cannot be judged.", nameof(metric)),
    };

    /// <summary>The windows to take a reference from: the history, else the warm-up, else the first judged window with data.</summary>
    public static IEnumerable<int> ReferenceWindows(int judged, int now, Func<int, bool> isPresent)
    {
        bool any = false;
        for (int k = 0; k < judged && k <= now; k++)
        {
            if (!isPresent(k)) continue;
            any = true;
            yield return k;
        }

        for (int k = judged; !any && k <= now; k++)
        {
            if (!isPresent(k)) continue;
            any = true;
            yield return k;
        }
    }

    private static CountSides Ratio(RatioWindows b, RatioWindows c, RatioWindows h) => new(b.Bad, b.Total, c.Bad, c.Total, h.Bad, h.Total);

    private static CountSides Rate(CountWindows b, CountWindows c, CountWindows h) => new(b.Events, b.Exposure, c.Events, c.Exposure, h.Events, h.Exposure);

    private static List<EvidenceStream?> Counts(MetricPolicy metric, CountSides sides, CountScale scale, int judged, int now, SequentialParameters parameters)
    {
        double? margin = metric.Margin.IsRelative ? RelativeMargin(metric.Margin, sides, judged, now) : metric.Margin.Value;
        if (margin is not double size) return [];
        if (!(size > 0)) return Enumerable.Repeat<EvidenceStream?>(null, Count(metric)).ToList();
        string name = scale.IsRate ? "rate" : "share";
        List<EvidenceStream?> streams = [];
        if (metric.Direction != Direction.Decrease) streams.Add(new CountStream(name, 1, scale, sides, (size, size), parameters.CentreDispersion));
        if (metric.Direction != Direction.Increase) streams.Add(new CountStream(name + ", falling", -1, scale, scale.IsRate ? Swapped(sides) : Complement(sides), (size, size), parameters.CentreDispersion));
        return streams;
    }

    private static double? RelativeMargin(Margin margin, CountSides sides, int judged, int now)
    {
        double events = 0;
        double trials = 0;
        for (int k = 0; k < sides.HistoryTrials.Length; k++) Add(sides.HistoryEvents[k], sides.HistoryTrials[k]);
        if (!(trials > 0))
        {
            foreach (int k in ReferenceWindows(judged, now, k => sides.BaselineTrials[k] > 0)) Add(sides.BaselineEvents[k], sides.BaselineTrials[k]);
        }

        return trials > 0 ? margin.At(events / trials) : null;

        void Add(double e, double n)
        {
            if (!(n > 0) || double.IsNaN(e)) return;
            events += e;
            trials += n;
        }
    }

    /// <summary>A falling share of successes is a rising share of the rest.</summary>
    private static CountSides Complement(CountSides s) => new(
        Rest(s.BaselineEvents, s.BaselineTrials), s.BaselineTrials, Rest(s.CanaryEvents, s.CanaryTrials), s.CanaryTrials, Rest(s.HistoryEvents, s.HistoryTrials), s.HistoryTrials);

    private static double[] Rest(double[] events, double[] trials)
    {
        double[] rest = new double[events.Length];
        for (int k = 0; k < rest.Length; k++) rest[k] = trials[k] - events[k];
        return rest;
    }

    /// <summary>A canary's rate that falls is a baseline's rate that exceeds it. The history, which is the baseline's, then says nothing of the smaller side.</summary>
    private static CountSides Swapped(CountSides s) => new(s.CanaryEvents, s.CanaryTrials, s.BaselineEvents, s.BaselineTrials, [], []);
}
