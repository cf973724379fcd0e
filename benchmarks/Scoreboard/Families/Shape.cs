using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Benchmarks.Scoreboard;

/// <summary>Lengths of a simulated rollout, and the shorthand that families build metrics with.</summary>
internal static class Shape
{
    public const int WarmUp = 3;
    public const int Windows = 60;
    public const int History = 30;

    /// <summary>The policy that a rollout is judged by: every metric is critical.</summary>
    public static CanaryPolicy Policy(Rollout rollout) => new() { Name = rollout.Family, WarmUp = WarmUp, Horizon = Windows, History = History, Metrics = [.. rollout.Metrics.Select(m => m.Metric)] };

    /// <summary>A ratio from a rule that draws (bad, total) of a window; negative windows are history.</summary>
    public static MetricWindows Ratio(string name, Margin margin, Func<int, (double Bad, double Total)> baseline, Func<int, (double Bad, double Total)> canary, Direction direction = Direction.Increase)
    {
        (double[] hb, double[] ht) = Pairs(-History, 0, baseline);
        (double[] bb, double[] bt) = Pairs(0, Windows, baseline);
        (double[] cb, double[] ct) = Pairs(0, Windows, canary);
        return Metric(name, MetricKind.Ratio, margin, direction, new RatioWindows(bb, bt), new RatioWindows(cb, ct), new RatioWindows(hb, ht));
    }

    public static MetricWindows Count(string name, Margin margin, Func<int, (double Events, double Exposure)> baseline, Func<int, (double Events, double Exposure)> canary)
    {
        (double[] hb, double[] ht) = Pairs(-History, 0, baseline);
        (double[] bb, double[] bt) = Pairs(0, Windows, baseline);
        (double[] cb, double[] ct) = Pairs(0, Windows, canary);
        return Metric(name, MetricKind.Count, margin, Direction.Increase, new CountWindows(bb, bt), new CountWindows(cb, ct), new CountWindows(hb, ht));
    }

    public static MetricWindows Series(string name, Margin margin, Func<int, double> baseline, Func<int, double> canary, bool resource = false) =>
        Metric(name, MetricKind.Series, margin, Direction.Increase, new SeriesWindows(Values(0, Windows, baseline)), new SeriesWindows(Values(0, Windows, canary)),
            new SeriesWindows(Values(-History, 0, baseline)), resource);

    public static MetricWindows Histogram(string name, double[] bounds, double[] quantiles, Func<int, double[]> baseline, Func<int, double[]> canary)
    {
        double[][] Rows(int from, int to, Func<int, double[]> draw) => Enumerable.Range(from, to - from).Select(draw).ToArray();
        return Metric(name, MetricKind.Histogram, Margin.Relative(0.1), Direction.Increase, new HistogramWindows(bounds, Rows(0, Windows, baseline)),
            new HistogramWindows(bounds, Rows(0, Windows, canary)), new HistogramWindows(bounds, Rows(-History, 0, baseline)), quantiles: quantiles);
    }

    private static MetricWindows Metric(string name, MetricKind kind, Margin margin, Direction direction, SideWindows baseline, SideWindows canary, SideWindows history, bool resource = false, double[]? quantiles = null) => new()
    {
        Metric = new MetricPolicy { Name = name, Kind = kind, Margin = margin, Direction = direction, Resource = resource, Quantiles = quantiles ?? [], Critical = true },
        Baseline = baseline,
        Canary = canary,
        History = history,
    };

    private static (double[] First, double[] Second) Pairs(int from, int to, Func<int, (double, double)> draw)
    {
        double[] first = new double[to - from];
        double[] second = new double[to - from];
        for (int k = from; k < to; k++) (first[k - from], second[k - from]) = draw(k);
        return (first, second);
    }

    private static double[] Values(int from, int to, Func<int, double> draw)
    {
        double[] values = new double[to - from];
        for (int k = from; k < to; k++) values[k - from] = draw(k);
        return values;
    }
}
