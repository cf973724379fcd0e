using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Sequential;

/// <summary>The streams of a histogram: for each quantile the share of observations above a bound that its margin maps to.</summary>
internal static class HistogramStreams
{
    /// <summary>Builds one stream a quantile and direction; none while there is no reference; null where the buckets cannot resolve the margin.</summary>
    public static IReadOnlyList<EvidenceStream?> Build(MetricWindows metric, HistogramWindows baseline, int judged, int now, SequentialParameters parameters)
    {
        HistogramWindows history = (HistogramWindows)metric.History;
        HistogramWindows canary = (HistogramWindows)metric.Canary;
        double[] counts = Reference(baseline, history, judged, now);
        if (counts.Length == 0) return [];
        SurvivalCurve reference = new(baseline.Bounds, counts);
        List<EvidenceStream?> streams = [];
        foreach (double quantile in metric.Metric.Quantiles)
        {
            if (metric.Metric.Direction != Direction.Decrease) streams.Add(Rising(quantile));
            if (metric.Metric.Direction != Direction.Increase) streams.Add(Falling(quantile));
        }

        return streams;

        EvidenceStream? Rising(double q)
        {
            if (TailMargins.Rising(baseline.Bounds, reference, q, metric.Metric.Margin, parameters.SplitHistogramMargins) is not TailMargins tail) return null;
            CountSides? second = tail.SecondEdge < 0 ? null : Sides(tail.SecondEdge, above: true);
            return new CountStream(QuantileName(q), 1, new CountScale(IsRate: false), Sides(tail.Edge, above: true), (tail.Harm, tail.Safe), parameters.CentreDispersion, second, tail.SecondHarm);
        }

        EvidenceStream? Falling(double q)
        {
            if (TailMargins.Falling(baseline.Bounds, reference, q, metric.Metric.Margin) is not TailMargins tail) return null;
            return new CountStream(QuantileName(q) + ", falling", -1, new CountScale(IsRate: false), Sides(tail.Edge, above: false), (tail.Harm, tail.Safe), parameters.CentreDispersion);
        }

        CountSides Sides(int edge, bool above)
        {
            (double[] be, double[] bt) = Counts(baseline, edge, above);
            (double[] ce, double[] ct) = Counts(canary, edge, above);
            (double[] he, double[] ht) = Counts(history, edge, above);
            return new CountSides(be, bt, ce, ct, he, ht);
        }
    }

    /// <summary>The name of a quantile for people: p50, p99, p99.9.</summary>
    public static string QuantileName(double quantile) => "p" + Figures.Number(quantile * 100, 6);

    private static double[] Reference(HistogramWindows baseline, HistogramWindows history, int judged, int now)
    {
        double[] sum = new double[baseline.Bounds.Length + 1];
        double total = 0;
        for (int k = 0; k < history.Count; k++) Add(history.Counts[k]);
        if (!(total > 0))
        {
            foreach (int k in StreamBuilder.ReferenceWindows(judged, now, k => baseline.Counts[k] is double[] row && row.Sum() > 0)) Add(baseline.Counts[k]);
        }

        return total > 0 ? sum : [];

        void Add(double[]? row)
        {
            if (row is null) return;
            for (int j = 0; j < row.Length; j++)
            {
                sum[j] += row[j];
                total += row[j];
            }
        }
    }

    private static (double[] Events, double[] Trials) Counts(HistogramWindows windows, int edge, bool above)
    {
        double[] events = new double[windows.Count];
        double[] trials = new double[windows.Count];
        for (int k = 0; k < windows.Count; k++)
        {
            if (windows.Counts[k] is not double[] row)
            {
                events[k] = double.NaN;
                trials[k] = double.NaN;
                continue;
            }

            for (int j = 0; j < row.Length; j++)
            {
                trials[k] += row[j];
                if (j > edge == above) events[k] += row[j];
            }
        }

        return (events, trials);
    }
}
