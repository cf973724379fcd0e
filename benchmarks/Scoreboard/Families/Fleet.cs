using CanaryJudge.Judging.Aligning;

namespace CanaryJudge.Benchmarks.Scoreboard;

/// <summary>Families of simulated rollouts. A third of each is degraded, most of them exactly at the margin: the hardest place.</summary>
internal static class Fleet
{
    private static readonly Family[] All =
    [
        new("ratio_steady", "1 % errors, 1,000 requests a window a side", "+0.5 points", One(RatioFamilies.Steady), 0.005, 0.01),
        new("ratio_diurnal", "the same, load and error rate follow the hour", "+0.5 points", One(RatioFamilies.Diurnal), 0.005),
        new("ratio_imbalance", "500 requests on the canary against 9,500", "+0.5 points", One(RatioFamilies.Imbalance), 0.005, 0.01),
        new("ratio_rare", "0.05 % errors", "+0.5 points", One(RatioFamilies.Rare), 0.005, 0.0005),
        new("ratio_bursty", "dispersion 5 on each side, bursts that both share", "+1 point", One(RatioFamilies.Bursty), 0.005),
        new("ratio_lowtraffic", "20 requests a window a side", "+5 points", One(RatioFamilies.LowTraffic), 0.005),
        new("ratio_gross", "300 requests a window, dispersion 3", "+30 points", One(RatioFamilies.Gross), 0.005),
        new("series_correlated", "CPU that remembers (AR(1), 0.6)", "+10 %", One(SeriesFamilies.Correlated), 0.1, KnownNoise: new(Math.Sqrt(2) * 0.65 * 0.085, 0.6)),
        new("series_heavytail", "Student-t windows, 3 degrees of freedom", "+10 %", One(SeriesFamilies.HeavyTail), 0.1),
        new("series_missing", "15 % gaps a side and an outage", "+10 %", One(SeriesFamilies.Missing), 0.1, KnownNoise: new(Math.Sqrt(2) * 0.06, 0)),
        new("series_coldstart", "twice the latency at first, 14 % left after warm-up", "+10 %", One(SeriesFamilies.ColdStart), 0.1),
        new("series_leak", "memory, slow random walks of 0.1 %", "+0.6 % a window", One(SeriesFamilies.Leak), 0.1),
        new("series_mostly_zero", "80 % of the windows are zero", "30 % are", One(SeriesFamilies.MostlyZero), 0.1),
        new("hist_slower", "latency histogram, p50 and p99", "all +10 %", One(HistogramFamilies.Slower), 0.1),
        new("hist_tail", "the same, 1,200 requests a window", "1.5 % of requests x4", One(HistogramFamilies.Tail), 0.1),
        new("hist_imbalance", "200 requests on the canary against 3,800", "all +10 %", One(HistogramFamilies.Imbalance), 0.1),
        new("multi_ten", "ten metrics: four ratios, four series, two histograms", "+0.5 points on one ratio", TenMetrics, 0.005),
        new("ratio_hightraffic", "50,000 requests a window a side", "+0.5 points", One(RatioFamilies.HighTraffic), 0.005, 0.01),
        new("ratio_shifting_share", "the canary's share climbs from 5 to 50 % and falls back", "+0.5 points", One(RatioFamilies.ShiftingShare), 0.005, 0.01),
        new("ratio_restart", "the canary restarts mid-way, with a burst of errors", "+0.5 points", One(RatioFamilies.Restart), 0.005),
        new("ratio_retry_storm", "a dependency fails for six windows on both sides", "+0.5 points", One(RatioFamilies.RetryStorm), 0.005),
        new("ratio_success", "99.5 % success that must not fall", "-0.5 points", One(RatioFamilies.SuccessRate), 0.005),
        new("ratio_clock_skew", "sides scraped up to a fifth of a window apart", "+0.5 points", One(RatioFamilies.ClockSkew), 0.005),
        new("count_restarts", "restarts over pod-seconds", "+0.002 a second", One(RatioFamilies.Restarts), 0.005),
        new("series_deploy_mark", "another team's deploy steps both sides", "+10 %", One(SeriesFamilies.DeployMark), 0.1, KnownNoise: new(Math.Sqrt(2) * 0.05, 0)),
        new("series_crash_loop", "a canary that may crash and come back; missing data holds", "down in 65 % of the windows", One(SeriesFamilies.CrashLoop), 0.1),
        new("hist_native", "exponential buckets, 2^(1/4) apart", "all +10 %", One(HistogramFamilies.NativeBuckets), 0.1),
        new("hist_20_requests", "p99 with 20 requests a window", "all +50 %", One(HistogramFamilies.FewRequests), 0.1),
        new("multi_together", "four series that move together", "+10 % on one", SeriesFamilies.Together, 0.1),
    ];

    /// <summary>Every family, in the order of the tables.</summary>
    public static IReadOnlyList<Family> Families => All;

    /// <summary>One rollout.</summary>
    /// <param name="family">The family.</param>
    /// <param name="index">Number in the family: every third is degraded.</param>
    /// <param name="seed">The fleet's seed.</param>
    /// <returns>The rollout; the same for the same arguments.</returns>
    public static Rollout Make(Family family, int index, int seed)
    {
        bool degraded = index % 3 == 1;
        ulong state = Draw.Mix(Draw.Mix(Draw.Mix((ulong)seed) ^ Hash(family.Name)) + (ulong)index);
        return new Rollout(family.Name, degraded, family.Make(new Draw(state), degraded ? family.Harm : 0), family.KnownRate, family.KnownNoise);
    }

    /// <summary>Four ratios, four series and two histograms; one of the ratios is degraded.</summary>
    private static List<MetricWindows> TenMetrics(Draw draw, double harm)
    {
        List<MetricWindows> metrics = [];
        int worse = draw.Whole(0, 3);
        for (int i = 0; i < 4; i++) metrics.Add(Named(RatioFamilies.Steady(draw, i == worse ? harm : 0), "errors_" + i));
        for (int i = 0; i < 3; i++) metrics.Add(Named(SeriesFamilies.Correlated(draw, 0), "cpu_" + i));
        metrics.Add(SeriesFamilies.HeavyTail(draw, 0));
        metrics.Add(Named(HistogramFamilies.Slower(draw, 0), "latency_read"));
        metrics.Add(Named(HistogramFamilies.Slower(draw, 0), "latency_write"));
        return metrics;
    }

    private static Func<Draw, double, IReadOnlyList<MetricWindows>> One(Func<Draw, double, MetricWindows> make) => (draw, harm) => [make(draw, harm)];

    private static MetricWindows Named(MetricWindows metric, string name) => metric with { Metric = metric.Metric with { Name = name } };

    // FNV-1a: string.GetHashCode differs from run to run.
    private static ulong Hash(string text)
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (char c in text) hash = (hash ^ c) * 0x100000001B3;
        return hash;
    }
}
