using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Benchmarks.Scoreboard;

/// <summary>Rollouts that are judged by a number a window.</summary>
internal static class SeriesFamilies
{
    private static readonly Margin TenPercent = Margin.Relative(0.1);
    private static readonly string[] Service = ["cpu", "threads", "allocations", "latency_mean"];

    /// <summary>CPU that remembers (AR(1), 0.6 a window): part of the wander is shared by both sides, part is each side's own.</summary>
    public static MetricWindows Correlated(Draw draw, double harm)
    {
        double[] shared = Wander(draw, 0.6);
        double[] before = Wander(draw, 0.6);
        double[] now = Wander(draw, 0.6);
        double Side(double[] own, int k, double more) => 40 * Math.Exp(0.085 * (0.76 * shared[k + Shape.History] + 0.65 * own[k + Shape.History]) + Math.Log(1 + more));
        return Shape.Series("cpu", TenPercent, k => Side(before, k, 0), k => Side(now, k, harm));
    }

    /// <summary>Four series of one service that move together on each side, as CPU, threads, allocations and latency do; the first of them may be degraded.</summary>
    public static IReadOnlyList<MetricWindows> Together(Draw draw, double harm)
    {
        double[] before = Wander(draw, 0.4);
        double[] now = Wander(draw, 0.4);
        return [.. Service.Select((name, i) =>
            Shape.Series(name, TenPercent, k => Side(before, k, 0), k => Side(now, k, i == 0 ? harm : 0)))];

        double Side(double[] common, int k, double more) => 50 * Math.Exp(0.045 * common[k + Shape.History] + 0.03 * draw.Normal() + Math.Log(1 + more));
    }

    /// <summary>Windows whose logarithms are Student-t with three degrees of freedom.</summary>
    public static MetricWindows HeavyTail(Draw draw, double harm)
    {
        double Noise() => 0.04 * draw.Student(3);
        return Shape.Series("latency_mean", TenPercent, _ => 93 * Math.Exp(Noise()), _ => 93 * Math.Exp(Noise() + Math.Log(1 + harm)));
    }

    /// <summary>15 % of the windows of each side are missing, and one outage of three to eight windows takes both.</summary>
    public static MetricWindows Missing(Draw draw, double harm)
    {
        int outage = draw.Whole(0, 50);
        int length = draw.Whole(3, 8);
        double Side(int k, double more) => draw.Chance(0.15) || (k >= outage && k < outage + length) ? double.NaN : 120 * Math.Exp(0.06 * draw.Normal() + Math.Log(1 + more));
        return Shape.Series("latency_mean", TenPercent, k => Side(k, 0), k => Side(k, harm));
    }

    /// <summary>A cold start: twice the latency at first, decaying past the warm-up: 14 % are left in the first judged window, 1 % four windows later.</summary>
    public static MetricWindows ColdStart(Draw draw, double harm) => Shape.Series("latency_mean", TenPercent,
        _ => 80 * Math.Exp(0.042 * draw.Normal()), k => 80 * Math.Exp(0.042 * draw.Normal() + Math.Log(1 + harm)) * (1 + Math.Exp(-k / 1.5)));

    /// <summary>Memory: slow random walks on both sides; degraded, it leaks 0.6 % a window.</summary>
    public static MetricWindows Leak(Draw draw, double harm) => Shape.Series("memory", TenPercent, Walk(draw, 0), Walk(draw, 0.06 * harm), resource: true);

    /// <summary>GC seconds: nothing in 80 % of the windows; degraded, something in 70 % of them.</summary>
    public static MetricWindows MostlyZero(Draw draw, double harm)
    {
        double Side(double share) => draw.Chance(share) ? Math.Max(0.05, draw.Gamma(2.2, 0.23)) : 0;
        return Shape.Series("gc_seconds", Margin.Absolute(0.15), _ => Side(0.2), _ => Side(0.2 + 5 * harm));
    }

    /// <summary>Degraded, the canary is down in 65 % of the windows and has nothing to show; while it is up its latency is the baseline's.</summary>
    public static MetricWindows CrashLoop(Draw draw, double harm) => Shape.Series("latency_mean", TenPercent,
        _ => 120 * Math.Exp(0.05 * draw.Normal()), _ => draw.Chance(6.5 * harm) ? double.NaN : 120 * Math.Exp(0.05 * draw.Normal()));

    /// <summary>Another team deploys mid-way: both sides step up alike.</summary>
    public static MetricWindows DeployMark(Draw draw, double harm)
    {
        int at = draw.Whole(5, 50);
        double step = draw.Between(-0.25, 0.4);
        double Side(int k, double more) => 60 * Math.Exp(0.05 * draw.Normal() + (k >= at ? step : 0) + Math.Log(1 + more));
        return Shape.Series("latency_mean", TenPercent, k => Side(k, 0), k => Side(k, harm));
    }

    /// <summary>A standard AR(1) over history and rollout, started in its stationary state.</summary>
    private static double[] Wander(Draw draw, double memory)
    {
        double[] path = new double[Shape.History + Shape.Windows];
        double value = draw.Normal();
        for (int k = 0; k < path.Length; k++) path[k] = value = memory * value + Math.Sqrt(1 - memory * memory) * draw.Normal();
        return path;
    }

    private static Func<int, double> Walk(Draw draw, double drift)
    {
        double level = 0;
        return k =>
        {
            level += 0.001 * draw.Normal() + (k > 0 ? drift : 0);
            return 500 * Math.Exp(level + 0.01 * draw.Normal());
        };
    }
}
