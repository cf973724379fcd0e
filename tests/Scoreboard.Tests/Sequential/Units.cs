using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Scoreboard.Tests.Sequential;

/// <summary>The same rollout in a unit that is a power of two of the old one: seconds, bytes. Shares and counts of requests have none.</summary>
internal static class Units
{
    public static MetricWindows Scaled(MetricWindows metric, int power)
    {
        if (metric.Metric.Kind is MetricKind.Ratio or MetricKind.Count) return metric;
        Margin margin = metric.Metric.Margin;
        Margin scaled = margin.IsRelative ? Margin.Relative(margin.Value, Scale(margin.Floor)) : Margin.Absolute(Scale(margin.Value));
        return metric with { Metric = metric.Metric with { Margin = scaled }, Baseline = Side(metric.Baseline), Canary = Side(metric.Canary), History = Side(metric.History) };

        double Scale(double value) => Math.ScaleB(value, power);
        double[] Each(double[] values) => [.. values.Select(Scale)];
        SideWindows Side(SideWindows side) => side switch
        {
            SeriesWindows s => new SeriesWindows(Each(s.Values)),
            HistogramWindows h => new HistogramWindows(Each(h.Bounds), h.ToRows()),
            _ => side,
        };
    }
}
