using CanaryJudge.Judging.Aligning;

namespace CanaryJudge.Judging.Comparing;

/// <summary>Histograms: for each quantile, the share of observations beyond a bucket bound near the margin, on pooled counts.</summary>
internal static class HistogramJudge
{
    // A history with fewer observations than this says too little about a tail; the pooled baseline is taken as the reference instead.
    private const double EnoughObservations = 1000;

    /// <summary>Judges every quantile: any Fail fails the metric, all Pass pass it.</summary>
    public static Judgement Judge(MetricWindows metric, HistogramWindows baseline, HistogramWindows canary, HistogramWindows history, WindowPairs pairs, double confidence)
    {
        string name = metric.Metric.Name;
        double[] bounds = baseline.Bounds;
        double[] b = baseline.Pooled(pairs.Present), c = canary.Pooled(pairs.Present), h = history.PooledAll();
        if (b.Sum() < 1 || c.Sum() < 1) return DataCheck.Missing(metric, $"{name}: no observations on the {(c.Sum() < 1 ? "canary" : "baseline")} in {pairs.Present.Length} windows.");
        SurvivalCurve reference = new(bounds, h.Sum() >= EnoughObservations ? h : b);
        QuantileComparison[] quantiles = [.. metric.Metric.Quantiles.Select(q => QuantileComparison.Of(metric.Metric, q, bounds, reference, b, c, pairs.Present.Length, confidence))];
        if (quantiles.Length == 0) throw new ArgumentException($"{name}: a histogram needs at least one quantile to judge.", nameof(metric));
        JudgementOutcome outcome = ThreeWay.All([.. quantiles.Select(q => q.Outcome)]);
        return new Judgement
        {
            Windows = metric,
            Outcome = outcome,
            Reason = $"{name} {string.Join(". ", quantiles.Where(q => q.Outcome == outcome).Select(q => q.Sentence))}.",
            Comparisons = [.. quantiles.Select(q => q.Numbers)],
            LeansToSafety = quantiles.All(q => q.LeansToSafety),
        };
    }
}
