using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Statistics;

namespace CanaryJudge.Judging.Sequential;

/// <summary>Turns one metric into the streams that are watched. Everything is fixed from the history, or from the warm-up, before a window is judged.</summary>
internal static class StreamBuilder
{
    /// <summary>How many streams a metric has; known from the policy alone.</summary>
    public static int Count(MetricPolicy metric) =>
        (metric.Direction == Direction.Either ? 2 : 1) * (metric.Kind == MetricKind.Histogram ? metric.Quantiles.Count : 1);

    /// <summary>Builds the streams.</summary>
    /// <returns>The streams; empty while there is no reference to fix the margin from; a null entry is a quantile that the buckets cannot resolve.</returns>
    public static IReadOnlyList<EvidenceStream?> Build(StreamStart start) => start.Metric.Baseline switch
    {
        RatioWindows => Counts(start, isRate: false),
        CountWindows => Counts(start, isRate: true),
        SeriesWindows => SeriesStreams.Build(start),
        HistogramWindows => HistogramStreams.Build(start),
        _ => throw new ArgumentException($"Metric {start.Metric.Metric.Name}: windows of type {start.Metric.Baseline.GetType().Name} cannot be judged.", nameof(start)),
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

    private static List<EvidenceStream?> Counts(StreamStart start, bool isRate)
    {
        MetricPolicy rules = start.Metric.Metric;
        double? margin = rules.Margin.IsRelative ? RelativeMargin(start) : rules.Margin.Value;
        if (margin is not double size) return [];
        if (!(size > 0 && size <= SeriesScale.LargestMargin)) return Enumerable.Repeat<EvidenceStream?>(null, Count(rules)).ToList();
        string name = isRate ? "rate" : "share";
        RatioScale scale = new(size, size, isRate);
        List<EvidenceStream?> streams = [];
        if (rules.Direction != Direction.Decrease) streams.Add(new CountStream(name, 1, scale, new CountReader(CountPart.Events), start));
        if (rules.Direction != Direction.Increase) streams.Add(new CountStream(name + ", falling", -1, scale, isRate ? new CountReader(CountPart.Events, IsSwapped: true) : new CountReader(CountPart.Rest), start));
        return streams;
    }

    private static double? RelativeMargin(StreamStart start)
    {
        CountReader counts = new(CountPart.Events);
        SideWindows baseline = start.Metric.Baseline;
        double events = 0;
        double trials = 0;
        for (int k = 0; k < start.Metric.History.Count; k++) Add(counts.Read(start.Metric.History, k));
        if (!(trials > 0))
        {
            foreach (int k in ReferenceWindows(start.Judged, start.Now, k => counts.Read(baseline, k).Trials > 0)) Add(counts.Read(baseline, k));
        }

        return trials > 0 ? start.Metric.Metric.Margin.At(events / trials) : null;

        void Add((double Events, double Trials) window)
        {
            if (!(window.Trials > 0) || double.IsNaN(window.Events)) return;
            events += window.Events;
            trials += window.Trials;
        }
    }
}
