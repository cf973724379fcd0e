using CanaryJudge.Judging.Aligning;

namespace CanaryJudge.Benchmarks.Scoreboard;

/// <summary>Rollouts that are judged by a latency histogram.</summary>
internal static class HistogramFamilies
{
    private static readonly double[] Classic = [5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10_000];
    private static readonly double[] Native = Enumerable.Range(0, 60).Select(i => Math.Pow(2, i / 4.0)).ToArray();

    /// <summary>Everything is slower.</summary>
    public static MetricWindows Slower(Draw draw, double harm) => Build(draw, Classic, 900, 900, harm, 0, [0.5, 0.99]);

    /// <summary>A small share of the requests takes four times as long.</summary>
    public static MetricWindows Tail(Draw draw, double harm) => Build(draw, Classic, 1200, 1200, 0, 0.15 * harm, [0.5, 0.99]);

    public static MetricWindows Imbalance(Draw draw, double harm) => Build(draw, Classic, 3800, 200, harm, 0, [0.5, 0.99]);

    /// <summary>Exponential buckets, 2^(1/4) apart, as a native histogram gives them.</summary>
    public static MetricWindows NativeBuckets(Draw draw, double harm) => Build(draw, Native, 900, 900, harm, 0, [0.5, 0.99]);

    /// <summary>A p99 with 20 requests a window: nothing can be said of a tail, and the judge has to know.</summary>
    public static MetricWindows FewRequests(Draw draw, double harm) => Build(draw, Classic, 20, 20, 5 * harm, 0, [0.99]);

    private static MetricWindows Build(Draw draw, double[] bounds, double baseline, double canary, double slower, double tail, double[] quantiles)
    {
        double scale = draw.Between(70, 110);
        return Shape.Histogram("latency", bounds, quantiles, _ => Row(draw, bounds, baseline, scale, 0, 0), _ => Row(draw, bounds, canary, scale, slower, tail));
    }

    // Latencies are log-logistic, whose tail has a closed form; requests arrive as a Poisson stream, so every bucket is a Poisson count of its own.
    private static double[] Row(Draw draw, double[] bounds, double requests, double scale, double slower, double tail)
    {
        double[] row = new double[bounds.Length + 1];
        double median = scale * Math.Exp(0.02 * draw.Normal()) * (1 + slower);
        double before = 1;
        for (int j = 0; j < row.Length; j++)
        {
            double above = j == bounds.Length ? 0 : (1 - tail) * Above(bounds[j] / median) + tail * Above(bounds[j] / (4 * median));
            row[j] = draw.Poisson(requests * (before - above));
            before = above;
        }

        return row;
    }

    // p99 is 5.7 medians.
    private static double Above(double medians) => 1 / (1 + Math.Pow(medians, 1 / 0.38));
}
