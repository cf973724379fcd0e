using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Rehearsing;

/// <summary>Makes a past from a few numbers, for a service that has none yet: windows that differ by chance and by the stated noise alone, without memory or a daily course.</summary>
public static class TypicalPast
{
    /// <summary>Rollouts that a past is long enough for.</summary>
    private const int Rollouts = 20;

    // A long tail as latencies have it: log-logistic, with a 99th percentile of four times the median.
    private static readonly double Steepness = Math.Log(99) / Math.Log(4);

    // Buckets a factor of the root of two apart, from a 64th of the level to eight times it.
    private const int BucketsBelow = 12, BucketsAbove = 6;

    /// <summary>Makes it. The same numbers give the same past.</summary>
    /// <param name="policy">The rules.</param>
    /// <param name="levels">One a metric of the policy, in its order; sound as <see cref="TypicalLevel.Faults"/> says.</param>
    /// <param name="seed">Of the chance in it.</param>
    /// <returns>A past of so many windows that twenty rollouts fit.</returns>
    /// <exception cref="ArgumentException">There is not one level a metric, or one has faults.</exception>
    public static Past Of(CanaryPolicy policy, IReadOnlyList<TypicalLevel> levels, ulong seed)
    {
        if (levels.Count != policy.Metrics.Count) throw new ArgumentException($"There are {policy.Metrics.Count} metrics and {levels.Count} levels: one a metric is needed.", nameof(levels));
        int windows = policy.History + Rollouts * policy.Horizon;
        return new Past(policy, [.. policy.Metrics.Select((metric, m) => new PastWindows(metric, Windows(metric, levels[m], windows, Draw.For(seed, m))))]);
    }

    private static SideWindows Windows(MetricPolicy metric, TypicalLevel level, int windows, Draw draw)
    {
        if (level.Faults(metric).Any()) throw new ArgumentException(string.Join(" ", level.Faults(metric)), nameof(level));
        return metric.Kind switch
        {
            MetricKind.Ratio => Ratio(level, windows, draw),
            MetricKind.Count => new CountWindows(Repeat(windows, () => draw.Poisson(level.Level * level.Requests * draw.Factor((level.Noise - 1) / (level.Level * level.Requests)))), Repeat(windows, () => level.Requests)),
            MetricKind.Series => new SeriesWindows(Repeat(windows, () => metric.Margin.IsRelative ? level.Level * Math.Exp(level.Noise * draw.Normal()) : level.Level + level.Noise * draw.Normal())),
            MetricKind.Histogram => Histogram(metric.Quantiles[^1], level, windows, draw),
            _ => throw new ArgumentException($"There is no typical past of the kind {metric.Kind}.", nameof(metric)),
        };
    }

    private static RatioWindows Ratio(TypicalLevel level, int windows, Draw draw)
    {
        double p = level.Level, beyond = (level.Noise - 1) * (1 - p) / (level.Requests * p);
        return new RatioWindows(Repeat(windows, () => draw.Binomial((long)level.Requests, Math.Min(1, p * draw.Factor(beyond)))), Repeat(windows, () => Math.Floor(level.Requests)));
    }

    private static HistogramWindows Histogram(double quantile, TypicalLevel level, int windows, Draw draw)
    {
        double[] bounds = [.. Enumerable.Range(-BucketsBelow, BucketsBelow + BucketsAbove + 1).Select(k => level.Level * Math.Pow(2, k / 2.0))];
        double[] above = [.. bounds.Select(bound => 1 / (1 + quantile / (1 - quantile) * Math.Pow(bound / level.Level, Steepness)))];
        double beyond = (level.Noise - 1) / (level.Requests * (1 - quantile));
        return new HistogramWindows(bounds, [.. Enumerable.Range(0, windows).Select(_ => Row(draw, (long)level.Requests, above, draw.Factor(beyond)))]);
    }

    // From the top bucket down, each takes its share of what is left: a multinomial. The factor moves the tail of the window, half of all at most.
    private static double[] Row(Draw draw, long requests, double[] above, double factor)
    {
        double[] counts = new double[above.Length + 1];
        long left = requests;
        double used = 0;
        for (int bucket = above.Length; bucket >= 0 && left > 0; bucket--)
        {
            double share = bucket == 0 ? 1 - used : Math.Min(above[bucket - 1] * (above[bucket - 1] < 0.5 ? Math.Min(factor, 0.5 / above[bucket - 1]) : 1), 1) - used;
            counts[bucket] = bucket == 0 ? left : draw.Binomial(left, Math.Clamp(share / (1 - used), 0, 1));
            left -= (long)counts[bucket];
            used += Math.Max(0, share);
        }

        return counts;
    }

    private static double[] Repeat(int count, Func<double> next)
    {
        double[] values = new double[count];
        foreach (ref double value in values.AsSpan()) value = next();
        return values;
    }
}
