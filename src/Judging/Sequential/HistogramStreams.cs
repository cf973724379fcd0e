using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Statistics;

namespace CanaryJudge.Judging.Sequential;

/// <summary>The streams of a histogram: for each quantile the share of observations above a bound that its margin maps to.</summary>
internal static class HistogramStreams
{
    /// <summary>Builds one stream a quantile and direction; none while there is no reference; null where the buckets cannot resolve the margin.</summary>
    public static IReadOnlyList<EvidenceStream?> Build(StreamStart start)
    {
        MetricPolicy rules = start.Metric.Metric;
        double[] bounds = ((HistogramWindows)start.Metric.Baseline).Bounds;
        double[] counts = Reference(start);
        if (counts.Length == 0) return [];
        SurvivalCurve reference = new(bounds, counts);
        List<EvidenceStream?> streams = [];
        foreach (double quantile in rules.Quantiles)
        {
            if (rules.Direction != Direction.Decrease) streams.Add(Rising(quantile));
            if (rules.Direction != Direction.Increase) streams.Add(Falling(quantile));
        }

        return streams;

        EvidenceStream? Rising(double q)
        {
            if (TailMargins.Rising(bounds, reference, q, rules.Margin, start.Parameters.SplitHistogramMargins) is not TailMargins tail) return null;
            (CountReader, double)? second = tail.SecondEdge < 0 ? null : (new CountReader(CountPart.Above, tail.SecondEdge), tail.SecondHarm);
            return new CountStream(QuantileName(q), 1, new RatioScale(tail.Harm, tail.Safe, IsRate: false), new CountReader(CountPart.Above, tail.Edge), start, second);
        }

        EvidenceStream? Falling(double q)
        {
            if (TailMargins.Falling(bounds, reference, q, rules.Margin) is not TailMargins tail) return null;
            return new CountStream(QuantileName(q) + ", falling", -1, new RatioScale(tail.Harm, tail.Safe, IsRate: false), new CountReader(CountPart.AtOrBelow, tail.Edge), start);
        }
    }

    /// <summary>The name of a quantile for people: p50, p99, p99.9.</summary>
    public static string QuantileName(double quantile) => "p" + Figures.Number(quantile * 100, 6);

    private static double[] Reference(StreamStart start)
    {
        HistogramWindows baseline = (HistogramWindows)start.Metric.Baseline;
        HistogramWindows history = (HistogramWindows)start.Metric.History;
        double[] sum = new double[baseline.Bounds.Length + 1];
        double total = 0;
        for (int k = 0; k < history.Count; k++) Add(history.Row(k));
        if (!(total > 0))
        {
            foreach (int k in StreamBuilder.ReferenceWindows(start.Judged, start.Now, k => baseline.Total(k) > 0)) Add(baseline.Row(k));
        }

        return total > 0 ? sum : [];

        void Add(ReadOnlySpan<double> row)
        {
            for (int j = 0; j < row.Length; j++)
            {
                sum[j] += row[j];
                total += row[j];
            }
        }
    }
}
