using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Benchmarks.Scoreboard;

/// <summary>Rollouts that are judged by errors out of requests, and by events out of an exposure.</summary>
internal static class RatioFamilies
{
    private static readonly Margin HalfPoint = Margin.Absolute(0.005);

    public static MetricWindows Steady(Draw draw, double harm) => Plain(draw, 1000, 1000, 0.01, harm);

    public static MetricWindows Imbalance(Draw draw, double harm) => Plain(draw, 9500, 500, 0.01, harm);

    public static MetricWindows Rare(Draw draw, double harm) => Plain(draw, 1000, 1000, 0.0005, harm);

    public static MetricWindows LowTraffic(Draw draw, double harm) => Plain(draw, 20, 20, 0.01, harm * 10);

    /// <summary>A large site: 50,000 requests a side a window.</summary>
    public static MetricWindows HighTraffic(Draw draw, double harm) => Plain(draw, 50_000, 50_000, 0.01, harm);

    public static MetricWindows Gross(Draw draw, double harm) => Shape.Ratio("error_rate", HalfPoint,
        _ => Clustered(draw, 300, 0.01, 3), _ => Clustered(draw, 300, 0.01 + 60 * harm, 3));

    public static MetricWindows Diurnal(Draw draw, double harm)
    {
        double phase = draw.Between(0, 2 * Math.PI);
        double Wave(int k) => Math.Sin(2 * Math.PI * k / 60 + phase);
        (double, double) Side(int k, double more) => Plain(draw, 1050 * (1 + 0.2 * Wave(k)), 0.01 * (1 + 0.35 * Wave(k)) + more);
        return Shape.Ratio("error_rate", HalfPoint, k => Side(k, 0), k => Side(k, harm));
    }

    /// <summary>Dispersion 5 on each side of its own, and bursts that both sides share.</summary>
    public static MetricWindows Bursty(Draw draw, double harm)
    {
        double[] burst = new double[Shape.History + Shape.Windows];
        for (int k = 0; k < burst.Length; k++) burst[k] = draw.Chance(0.06) ? draw.Between(0.01, 0.08) : 0;
        double Shared(int k) => burst[k + Shape.History];
        return Shape.Ratio("error_rate", HalfPoint, k => Clustered(draw, 1000, 0.01 + Shared(k), 5), k => Clustered(draw, 1000, 0.01 + Shared(k) + 2 * harm, 5));
    }

    /// <summary>The canary's share of the traffic climbs from 5 to 50 % and falls back while pods come and go.</summary>
    public static MetricWindows ShiftingShare(Draw draw, double harm)
    {
        double Share(int k) => 0.05 + 0.45 * Math.Pow(Math.Sin(Math.PI * Math.Max(k, 0) / Shape.Windows), 2);
        return Shape.Ratio("error_rate", HalfPoint, k => Plain(draw, 2000 * (1 - Share(k)), 0.01), k => Plain(draw, 2000 * Share(k), 0.01 + harm));
    }

    /// <summary>The canary restarts mid-way: two windows without data, then one with a third of the traffic and connection errors on 3 % of it.</summary>
    public static MetricWindows Restart(Draw draw, double harm)
    {
        int at = draw.Whole(12, 40);
        return Shape.Ratio("error_rate", HalfPoint, k => Plain(draw, 1000, 0.01),
            k => k >= at && k < at + 2 ? (double.NaN, double.NaN) : k == at + 2 ? Plain(draw, 300, 0.03 + harm) : Plain(draw, 1000, 0.01 + harm));
    }

    /// <summary>A dependency fails for six windows: retries multiply traffic and errors on both sides alike.</summary>
    public static MetricWindows RetryStorm(Draw draw, double harm)
    {
        int at = draw.Whole(8, 45);
        bool Storm(int k) => k >= at && k < at + 6;
        (double, double) Side(int k, double more) => Clustered(draw, Storm(k) ? 2600 : 1000, (Storm(k) ? 0.25 : 0.01) + more, Storm(k) ? 4 : 1);
        return Shape.Ratio("error_rate", HalfPoint, k => Side(k, 0), k => Side(k, harm));
    }

    /// <summary>A success rate of 99.5 % that must not fall.</summary>
    public static MetricWindows SuccessRate(Draw draw, double harm) => Shape.Ratio("success_rate", HalfPoint,
        _ => Plain(draw, 1000, 0.995), _ => Plain(draw, 1000, 0.995 - harm), Direction.Decrease);

    /// <summary>The two sides are scraped up to a fifth of a window apart, so requests slip into the next window, errors and successes alike.</summary>
    public static MetricWindows ClockSkew(Draw draw, double harm)
    {
        (Func<int, (double, double)> Baseline, Func<int, (double, double)> Canary) = (Skewed(draw, 0), Skewed(draw, harm));
        return Shape.Ratio("error_rate", HalfPoint, Baseline, Canary);
    }

    /// <summary>Restarts over pod-seconds: rare events over an exposure.</summary>
    public static MetricWindows Restarts(Draw draw, double harm) => Shape.Count("restarts", Margin.Absolute(0.002),
        _ => (draw.Poisson(0.0005 * 1200), 1200), _ => (draw.Poisson((0.0005 + 0.4 * harm) * 600), 600));

    private static Func<int, (double, double)> Skewed(Draw draw, double harm)
    {
        (int Bad, int Good) carried = (0, 0);
        return _ =>
        {
            (double bad, double total) = Plain(draw, 1000, 0.01 + harm);
            double late = draw.Between(0, 0.2);
            (int Bad, int Good) slipped = (draw.Binomial((int)bad, late), draw.Binomial((int)(total - bad), late));
            (double, double) seen = (bad - slipped.Bad + carried.Bad, total - slipped.Bad - slipped.Good + carried.Bad + carried.Good);
            carried = slipped;
            return seen;
        };
    }

    private static MetricWindows Plain(Draw draw, double baseline, double canary, double rate, double harm) =>
        Shape.Ratio("error_rate", HalfPoint, _ => Plain(draw, baseline, rate), _ => Plain(draw, canary, rate + harm));

    private static (double, double) Plain(Draw draw, double requests, double rate)
    {
        int total = draw.Poisson(requests);
        return (draw.Binomial(total, rate), total);
    }

    private static (double, double) Clustered(Draw draw, double requests, double rate, double dispersion)
    {
        int total = draw.Poisson(requests);
        return (draw.Clustered(total, rate, dispersion), total);
    }
}
