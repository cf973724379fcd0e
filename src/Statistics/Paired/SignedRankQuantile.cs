namespace CanaryJudge.Statistics;

/// <summary>The rank of the Walsh average that ends an interval.</summary>
/// <param name="Rank">q: the smallest k, at least 1, with P(W ≤ k) at least the probability asked for.</param>
/// <param name="Below">P(W ≤ q - 1): the error that the end really has.</param>
/// <param name="Method">The distribution used.</param>
internal readonly record struct SignedRankQuantile(long Rank, double Below, SignedRankMethod Method)
{
    /// <summary>Below this error of an end the expansion is more than a percent off at the sizes just above the exact ones.</summary>
    private const double FarTail = 1e-3;

    public static SignedRankQuantile Of(int n, double probability, Span<double> work)
    {
        if (n <= SignedRankCounts.Largest)
        {
            (long w, double below) = SignedRankCounts.Quantile(n, probability, work);
            return w == 0 ? new(1, Math.ScaleB(1, -n), SignedRankMethod.Exact) : new(w, below, SignedRankMethod.Exact);
        }

        SignedRankMethod method = probability < FarTail && n <= SignedRankSaddlepoint.Always ? SignedRankMethod.Saddlepoint : SignedRankMethod.Edgeworth;
        SignedRanks ranks = method == SignedRankMethod.Saddlepoint ? SignedRanks.WithoutTies(n, work) : default;
        SignedRankTail tail = SignedRankTail.Of(n);
        long low = 0, high = n * (n + 1L) / 2;
        while (low < high)
        {
            long middle = low + ((high - low) / 2);
            if (tail.AtLeast(tail.Mean - (2.0 * middle), method, ranks).P >= probability) high = middle;
            else low = middle + 1;
        }

        long rank = Math.Max(1, low);
        return new(rank, tail.AtLeast(tail.Mean - (2.0 * (rank - 1)), method, ranks).P, method);
    }
}
