using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Benchmarks.Scoreboard;

/// <summary>A metric as judges of single values see it: one number a window and side, as a dashboard's query would give it.</summary>
/// <remarks>Ratios and rates are sums over sums, histograms one quantile (one reading a quantile), series the mean of the windows.</remarks>
internal sealed class Reading
{
    private readonly MetricWindows metric;
    private readonly double quantile;
    private readonly double[] canary;
    private readonly double[] baseline;

    private Reading(MetricWindows metric, double quantile)
    {
        this.metric = metric;
        this.quantile = quantile;
        canary = Each(metric.Canary);
        baseline = Each(metric.Baseline);
        double before = metric.History.Count > 0 ? Value(metric.History, 0, metric.History.Count) : Value(metric.Baseline, 0, Shape.WarmUp);
        Limit = RisesAreWorse ? before + metric.Metric.Margin.At(before) : before - metric.Metric.Margin.At(before);
    }

    /// <summary>True when a higher value is worse.</summary>
    public bool RisesAreWorse => metric.Metric.Direction == Direction.Increase;

    /// <summary>What a person who knows the baseline's past and the margin would write down as a limit.</summary>
    public double Limit { get; }

    /// <summary>The readings of a rollout.</summary>
    public static Reading[] Of(Rollout rollout) =>
        [.. rollout.Metrics.SelectMany(m => m.Metric.Kind == MetricKind.Histogram ? m.Metric.Quantiles.Select(q => new Reading(m, q)) : [new Reading(m, double.NaN)])];

    /// <summary>The canary's value over windows [from, to); NaN when there is none.</summary>
    public double Canary(int from, int to) => Value(metric.Canary, from, to);

    /// <summary>True when the canary's value over windows [from, to) is beyond the limit.</summary>
    public bool IsBeyond(double value) => RisesAreWorse ? value > Limit : value < Limit;

    /// <summary>Both sides' present values of windows [from, to), one each.</summary>
    public (double[] Canary, double[] Baseline) Sides(int from, int to) => (Present(canary, from, to), Present(baseline, from, to));

    private static double[] Present(double[] values, int from, int to) => Array.FindAll(values[from..to], double.IsFinite);

    private double[] Each(SideWindows side) => [.. Enumerable.Range(0, side.Count).Select(k => Value(side, k, k + 1))];

    private double Value(SideWindows side, int from, int to) => PooledValue.Of(side, quantile, [.. Enumerable.Range(from, to - from)]).Value;
}
