using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Cli.Rendering;

/// <summary>What was seen on both sides of a metric that has not been compared yet: while the windows are too few, or one side is missing. It decides nothing.</summary>
/// <param name="Name">"p50" for a quantile; empty when the metric is one number.</param>
/// <param name="Baseline">All windows of the baseline after warm-up taken together; NaN without data.</param>
/// <param name="Canary">The same of the canary.</param>
internal readonly record struct Observed(string Name, double Baseline, double Canary)
{
    /// <summary>One entry a thing that will be compared.</summary>
    /// <param name="windows">The metric's windows.</param>
    /// <param name="warmUp">Leading windows that are left out.</param>
    public static IEnumerable<Observed> Of(MetricWindows windows, int warmUp)
    {
        if (windows.Metric.Kind != MetricKind.Histogram)
            return [new("", Total(windows.Baseline, warmUp), Total(windows.Canary, warmUp))];
        return windows.Metric.Quantiles.Select(q => new Observed($"p{q * 100:0.####}", Quantile(windows.Baseline, warmUp, q), Quantile(windows.Canary, warmUp, q)));
    }

    // Counts are pooled; of a series it is the mean.
    private static double Total(SideWindows side, int warmUp)
    {
        int[] present = Present(side, warmUp);
        return side switch
        {
            RatioWindows ratio => present.Sum(k => ratio.Bad[k]) / present.Sum(k => ratio.Total[k]),
            CountWindows count => present.Sum(k => count.Events[k]) / present.Sum(k => count.Exposure[k]),
            SeriesWindows series when present.Length > 0 => present.Average(k => series.Values[k]),
            _ => double.NaN,
        };
    }

    // Linear inside the bucket, as Prometheus does; the overflow bucket has no upper bound, so its lower one is taken.
    private static double Quantile(SideWindows side, int warmUp, double q)
    {
        if (side is not HistogramWindows histogram) return double.NaN;
        double[] counts = new double[histogram.Bounds.Length + 1];
        foreach (int k in Present(side, warmUp))
        {
            for (int b = 0; b < counts.Length; b++) counts[b] += histogram.Counts[k]![b];
        }

        double wanted = q * counts.Sum(), below = 0;
        if (wanted <= 0) return double.NaN;
        int bucket = 0;
        while (bucket < counts.Length - 1 && below + counts[bucket] < wanted) below += counts[bucket++];
        if (bucket == histogram.Bounds.Length) return histogram.Bounds.Length > 0 ? histogram.Bounds[^1] : double.NaN;
        double lower = bucket == 0 ? Math.Min(0, histogram.Bounds[0]) : histogram.Bounds[bucket - 1];
        return lower + (histogram.Bounds[bucket] - lower) * ((wanted - below) / counts[bucket]);
    }

    private static int[] Present(SideWindows side, int warmUp) => [.. Enumerable.Range(warmUp, Math.Max(0, side.Count - warmUp)).Where(side.IsPresent)];
}
