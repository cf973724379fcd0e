namespace CanaryJudge.Statistics;

/// <summary>The rank of the difference that ends a Hodges-Lehmann interval.</summary>
/// <param name="Rank">q: the smallest k, at least 1, with P(U ≤ k) at least the probability asked for.</param>
/// <param name="Below">P(U ≤ q - 1): the error that the end really has.</param>
/// <param name="Method">The distribution used.</param>
internal readonly record struct RankSumQuantile(long Rank, double Below, MannWhitneyMethod Method)
{
    public static RankSumQuantile Of(int n, int m, double probability, MannWhitneyMethod method, Span<double> work)
    {
        // Empty samples are refused, by name, where they are sorted.
        if (n == 0 || m == 0) return default;
        switch (method)
        {
            case MannWhitneyMethod.Auto when RankSumCounts.Fits(n, m):
            case MannWhitneyMethod.Exact when RankSumCounts.Fits(n, m):
                (int u, double below) = RankSumCounts.Quantile(n, m, probability, work);
                double all = (double)Arrangements.Exactly(n, m);
                return u == 0 ? new(1, 1 / all, MannWhitneyMethod.Exact) : new(u, below / all, MannWhitneyMethod.Exact);
            case MannWhitneyMethod.Auto or MannWhitneyMethod.Edgeworth:
                return Edgeworth(n, m, probability);
            case MannWhitneyMethod.Normal:
                return Normal(n, m, probability, RankSumTail.Deviation(n, m, 0));
            case MannWhitneyMethod.Exact:
                throw new ArgumentException($"The method Exact is limited by size and {n} against {m} values exceed it: force Edgeworth or Normal, or leave Auto.", nameof(method));
            default:
                throw new ArgumentException($"The method {method} gives no interval: ask for Exact, Edgeworth, Normal or Auto.", nameof(method));
        }
    }

    /// <summary>By the normal with continuity correction and the deviation given.</summary>
    public static RankSumQuantile Normal(long n, long m, double probability, double deviation) =>
        Search(n, m, probability, MannWhitneyMethod.Normal, deviation);

    private static RankSumQuantile Edgeworth(long n, long m, double probability) =>
        Search(n, m, probability, MannWhitneyMethod.Edgeworth, deviation: 0);

    private static RankSumQuantile Search(long n, long m, double probability, MannWhitneyMethod method, double deviation)
    {
        double AtMost(long u) => method == MannWhitneyMethod.Normal ? RankSumTail.Normal(((double)n * m / 2) - u, 0.5, deviation).P : RankSumTail.Edgeworth(u, n, m).P;

        long low = 0, high = n * m; // P(U ≤ high) reaches the probability, no k below low does
        while (low < high)
        {
            long middle = low + ((high - low) / 2);
            if (AtMost(middle) >= probability) high = middle;
            else low = middle + 1;
        }

        long rank = Math.Max(1, low);
        return new(rank, AtMost(rank - 1), method);
    }
}
