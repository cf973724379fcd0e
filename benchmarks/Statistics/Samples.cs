namespace CanaryJudge.Benchmarks.Statistics;

/// <summary>The same seeded samples for every benchmark: latencies with a long tail, the canary 2 % slower, no ties or rounded to milliseconds.</summary>
public static class Samples
{
    /// <summary>Sizes of the performance tables.</summary>
    public static IEnumerable<int> Sizes => [10, 60, 600, 10_000, 1_000_000];

    public static double[] Canary(int n, int pair = 0) => Latencies(n, 1 + (2 * pair), 1.02);

    public static double[] Baseline(int n, int pair = 0) => Latencies(n, 2 + (2 * pair), 1);

    /// <summary>Pairs to take in turn: a branch predictor learns one small input by heart, and every version with branches then looks up to eight times faster than it is.</summary>
    public static (double[] Canary, double[] Baseline)[] Pairs(int n) =>
        [.. Enumerable.Range(0, Math.Clamp(30_000 / n, 1, 512)).Select(pair => (Canary(n, pair), Baseline(n, pair)))];

    public static double[] Rounded(double[] values) => [.. values.Select(value => Math.Round(value))];

    public static double[] Differences(int n) => [.. Canary(n).Zip(Baseline(n), (canary, baseline) => canary - baseline)];

    /// <summary>What a plain version answers where it would take minutes: the table then shows NA.</summary>
    public static NotSupportedException TooLarge(int n) => new($"A plain version forms all pairs of {n} values: not run.");

    private static double[] Latencies(int n, int seed, double scale)
    {
        Random random = new(seed);
        double[] values = new double[n];
        foreach (ref double value in values.AsSpan()) value = scale * (20 + Math.Exp(4 + (Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()) / 2)));
        return values;
    }
}
