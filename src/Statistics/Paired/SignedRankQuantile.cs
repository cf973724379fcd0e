namespace CanaryJudge.Statistics;

/// <summary>The rank of the Walsh average that ends an interval.</summary>
/// <param name="Rank">q: the smallest k, at least 1, with P(W ≤ k) at least the probability asked for.</param>
/// <param name="Below">P(W ≤ q - 1): the error that the end really has.</param>
/// <param name="Method">The distribution used.</param>
internal readonly record struct SignedRankQuantile(long Rank, double Below, SignedRankMethod Method)
{
    public static SignedRankQuantile Of(int n, double probability, Span<double> work)
    {
        if (n <= SignedRankCounts.Largest)
        {
            (long w, double below) = SignedRankCounts.Quantile(n, probability, work);
            return w == 0 ? new(1, Math.ScaleB(1, -n), SignedRankMethod.Exact) : new(w, below, SignedRankMethod.Exact);
        }

        SignedRankTail tail = SignedRankTail.Of(n);
        long low = 0, high = n * (n + 1L) / 2;
        while (low < high)
        {
            long middle = low + ((high - low) / 2);
            if (tail.Edgeworth(tail.Mean - (2.0 * middle)).P >= probability) high = middle;
            else low = middle + 1;
        }

        long rank = Math.Max(1, low);
        return new(rank, tail.Edgeworth(tail.Mean - (2.0 * (rank - 1))).P, SignedRankMethod.Edgeworth);
    }
}
