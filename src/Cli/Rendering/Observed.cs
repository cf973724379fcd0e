using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Comparing;
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
        int[] before = [.. Enumerable.Range(warmUp, Math.Max(0, windows.Baseline.Count - warmUp))], now = [.. Enumerable.Range(warmUp, Math.Max(0, windows.Canary.Count - warmUp))];
        Observed Of(string name, double quantile) => new(name, PooledValue.Of(windows.Baseline, quantile, before).Value, PooledValue.Of(windows.Canary, quantile, now).Value);
        return windows.Metric.Kind == MetricKind.Histogram ? windows.Metric.Quantiles.Select(q => Of($"p{q * 100:0.####}", q)) : [Of("", double.NaN)];
    }
}
