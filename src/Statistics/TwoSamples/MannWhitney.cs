namespace CanaryJudge.Statistics;

/// <summary>
/// The Mann-Whitney (Wilcoxon rank-sum) test: do values of the first sample (the canary) tend to exceed those of the second (the baseline)?
/// Its null hypothesis is that both samples come from the same distribution.
/// </summary>
/// <remarks>
/// Values are only ordered, never subtracted: denormals and 1e308 are values like any other, -0 equals 0, infinities rank beyond every finite value and tie with each other.
/// All values equal gives U = n·m/2 and p = 1. One value a side is a sample. Mann and Whitney (1947), Ann. Math. Statist. 18, 50-60.
/// Exact methods are right to a few units in the last place; the approximations carry the relative error that <see cref="MannWhitneyMethod"/> states.
/// </remarks>
public static class MannWhitney
{
    /// <summary>Doubles of scratch for samples of n and m values: the sorted copies and as much again, or more while an exact method fits and needs its table of counts.</summary>
    /// <param name="n">Values in the first sample, at least 0.</param>
    /// <param name="m">Values in the second sample, at least 0.</param>
    /// <exception cref="ArgumentException">The scratch would exceed one array.</exception>
    public static int ScratchLength(int n, int m) =>
        Scratch.Length((long)n + m + Math.Max(Ranking.WorkLength(n, m), Math.Max(RankSumCounts.WorkLength(n, m), TiedRankSumCounts.WorkLength(n, m))));

    /// <summary>Tests x against y. O((n + m) log(n + m)) beside the exact counting, which the sizes bound; allocates nothing.</summary>
    /// <param name="x">First sample (the canary): in any order, no NaN, any unit. Not written to.</param>
    /// <param name="y">Second sample (the baseline): the same unit and rules.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> doubles of the caller's, apart from the samples; overwritten.</param>
    /// <param name="alternative">Which departure counts, said of x. Two-sided p is twice the smaller tail, at most 1.</param>
    /// <param name="method">The null distribution to use; <see cref="MannWhitneyMethod.Auto"/> picks by size and ties.</param>
    /// <exception cref="ArgumentException">A sample is empty or holds a NaN; the scratch is short or overlaps; the forced method cannot serve these sizes or ties.</exception>
    public static MannWhitneyResult Test(
        ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> scratch,
        Alternative alternative = Alternative.TwoSided, MannWhitneyMethod method = MannWhitneyMethod.Auto)
    {
        scratch = Scratch.Take(scratch, ScratchLength(x.Length, y.Length), x, y);
        if (SmallRanking.TryOf(x, y, scratch, out Ranking small) && Resolve(method, x.Length, y.Length, small.TieCubes > 0) is var used and not MannWhitneyMethod.Permutation)
            return Of(small, x.Length, y.Length, used, scratch, alternative);
        Span<double> work = scratch[(x.Length + y.Length)..];
        Span<double> sortedX = Sample.Sorted(x, scratch, work, nameof(x));
        Span<double> sortedY = Sample.Sorted(y, scratch[x.Length..], work, nameof(y));
        return OfSorted(sortedX, sortedY, work, alternative, method);
    }

    /// <summary>As the overload with scratch, which it rents from the shared pool.</summary>
    /// <inheritdoc cref="Test(ReadOnlySpan{double}, ReadOnlySpan{double}, Span{double}, Alternative, MannWhitneyMethod)"/>
    public static MannWhitneyResult Test(
        ReadOnlySpan<double> x, ReadOnlySpan<double> y,
        Alternative alternative = Alternative.TwoSided, MannWhitneyMethod method = MannWhitneyMethod.Auto)
    {
        using RentedScratch rented = new(ScratchLength(x.Length, y.Length));
        return Test(x, y, rented.Span, alternative, method);
    }

    internal static MannWhitneyResult OfSorted(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> work, Alternative alternative, MannWhitneyMethod method)
    {
        Ranking ranking = Ranking.Of(x, y, work);
        MannWhitneyMethod used = Resolve(method, x.Length, y.Length, ranking.TieCubes > 0);
        if (used != MannWhitneyMethod.Permutation) return Of(ranking, x.Length, y.Length, used, work, alternative);
        Tail tail = FromCounts(TiedRankSumCounts.Tails(x, y, ranking.HalfWins, work), x.Length, y.Length, alternative);
        return new(ranking.HalfWins / 2.0, tail.P, tail.LnP, used);
    }

    /// <summary>By any method but the permutation, which alone needs the values themselves.</summary>
    private static MannWhitneyResult Of(Ranking ranking, int n, int m, MannWhitneyMethod used, Span<double> work, Alternative alternative)
    {
        Tail tail = used switch
        {
            MannWhitneyMethod.Exact => FromCounts(RankSumCounts.Tails(n, m, ranking.HalfWins / 2, work), n, m, alternative),
            MannWhitneyMethod.Saddlepoint or MannWhitneyMethod.Edgeworth => Smooth(used, ranking.HalfWins / 2, n, m, alternative),
            _ => Normal(ranking, n, m, alternative),
        };
        return new(ranking.HalfWins / 2.0, tail.P, tail.LnP, used);
    }

    /// <summary>The method that <see cref="MannWhitneyMethod.Auto"/> stands for, or the forced one if it can serve.</summary>
    private static MannWhitneyMethod Resolve(MannWhitneyMethod method, int n, int m, bool ties) => method switch
    {
        MannWhitneyMethod.Auto when ties => TiedRankSumCounts.Fits(n, m) ? MannWhitneyMethod.Permutation : MannWhitneyMethod.Normal,
        MannWhitneyMethod.Auto when RankSumCounts.Fits(n, m) => MannWhitneyMethod.Exact,
        MannWhitneyMethod.Auto => Math.Min(n, m) <= RankSumSaddlepoint.LargestSmaller ? MannWhitneyMethod.Saddlepoint : MannWhitneyMethod.Edgeworth,
        MannWhitneyMethod.Normal => method,
        MannWhitneyMethod.Exact or MannWhitneyMethod.Saddlepoint or MannWhitneyMethod.Edgeworth when ties =>
            throw new ArgumentException($"The method {method} holds without ties and the samples have some: force Permutation or Normal, or leave Auto.", nameof(method)),
        MannWhitneyMethod.Saddlepoint or MannWhitneyMethod.Edgeworth => method,
        MannWhitneyMethod.Exact when RankSumCounts.Fits(n, m) => method,
        MannWhitneyMethod.Permutation when TiedRankSumCounts.Fits(n, m) => method,
        MannWhitneyMethod.Exact or MannWhitneyMethod.Permutation =>
            throw new ArgumentException($"The method {method} is limited by size and {n} against {m} values exceed it: force Edgeworth or Normal, or leave Auto.", nameof(method)),
        _ => throw new ArgumentException($"The method {method} is unknown.", nameof(method)),
    };

    private static Tail FromCounts((UInt128 AtMost, UInt128 AtLeast) tails, int n, int m, Alternative alternative)
    {
        UInt128 all = Arrangements.Exactly(n, m);
        return alternative switch
        {
            Alternative.Greater => Tail.OfCounts(tails.AtLeast, all),
            Alternative.Less => Tail.OfCounts(tails.AtMost, all),
            Alternative.TwoSided => Tail.OfCounts(UInt128.Min(tails.AtMost, tails.AtLeast), all).Doubled(),
            _ => throw Unknown(alternative),
        };
    }

    private static Tail Smooth(MannWhitneyMethod method, long u, long n, long m, Alternative alternative)
    {
        long mirrored = (n * m) - u;
        return alternative switch
        {
            Alternative.Greater => AtMost(mirrored),
            Alternative.Less => AtMost(u),
            Alternative.TwoSided => AtMost(Math.Min(u, mirrored)).Doubled(),
            _ => throw Unknown(alternative),
        };

        Tail AtMost(long value) => method == MannWhitneyMethod.Saddlepoint ? RankSumSaddlepoint.AtMost(value, n, m) : RankSumTail.Edgeworth(value, n, m);
    }

    private static Tail Normal(Ranking ranking, long n, long m, Alternative alternative)
    {
        double deviation = RankSumTail.Deviation(n, m, ranking.TieCubes);
        double above = (ranking.HalfWins - (n * m)) / 2.0;
        return alternative switch
        {
            Alternative.Greater => RankSumTail.Normal(above, 0.5, deviation),
            Alternative.Less => RankSumTail.Normal(-above, 0.5, deviation),
            Alternative.TwoSided => RankSumTail.Normal(Math.Abs(above), above == 0 ? 0 : 0.5, deviation).Doubled(),
            _ => throw Unknown(alternative),
        };
    }

    private static ArgumentException Unknown(Alternative alternative) => new($"The alternative {alternative} is unknown.", nameof(alternative));
}
