namespace CanaryJudge.Statistics;

/// <summary>
/// Wilcoxon's signed-rank test on paired differences, canary minus baseline over the same windows: are they symmetric about zero?
/// Pairing removes what both sides share (load, time of day, incidents), which the two-sample tests cannot.
/// </summary>
/// <remarks>
/// Magnitudes are only ordered: infinities rank and tie with each other, -0 is zero, denormals are not. When every difference is zero, W+ = 0 and p = 1.
/// Differences must be independent: see <see cref="AutocorrelationTime"/>. Wilcoxon (1945), Biometrics Bulletin 1, 80-83; Pratt (1959), J. Am. Stat. Assoc. 54, 655-667.
/// </remarks>
public static class SignedRank
{
    /// <summary>Doubles of scratch for n differences.</summary>
    /// <param name="n">Differences, at least 0.</param>
    /// <exception cref="ArgumentException">The scratch would exceed one array.</exception>
    public static int ScratchLength(int n) => Scratch.Length(n + Math.Max(ValueSort.SpareLength(n), (long)n + SignedRankCounts.WorkLength(n)));

    /// <summary>Tests the differences. O(n log n) beside the exact counting, which its limit bounds; allocates nothing.</summary>
    /// <param name="differences">Paired differences in any order, no NaN, any unit. Not written to.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> doubles of the caller's, apart from the differences; overwritten.</param>
    /// <param name="alternative">Greater: the differences tend to be positive. Two-sided p is twice the smaller tail, at most 1.</param>
    /// <param name="zeros">What to do with zeros.</param>
    /// <param name="method">The null distribution to use; <see cref="SignedRankMethod.Auto"/> picks by size.</param>
    /// <exception cref="ArgumentException">No difference, or a NaN; the scratch is short or overlaps; Exact is forced above its limit.</exception>
    public static SignedRankResult Test(
        ReadOnlySpan<double> differences, Span<double> scratch, Alternative alternative = Alternative.TwoSided,
        ZeroRule zeros = ZeroRule.Drop, SignedRankMethod method = SignedRankMethod.Auto)
    {
        if (zeros is not (ZeroRule.Drop or ZeroRule.Pratt)) throw new ArgumentException($"The zero rule {zeros} is unknown.", nameof(zeros));
        scratch = Scratch.Take(scratch, ScratchLength(differences.Length), differences);
        SignedRanks ranks = SignedRanks.Of(differences, zeros, scratch, nameof(differences));
        SignedRankMethod used = Resolve(method, ranks);
        Tail tail = used switch
        {
            SignedRankMethod.Exact => Exact(ranks, scratch[(2 * differences.Length)..], alternative),
            SignedRankMethod.Saddlepoint or SignedRankMethod.Edgeworth => Smooth(used, ranks, alternative),
            _ => Normal(ranks, alternative),
        };
        return new(ranks.DoubledSum / 2.0, ranks.Ranked, tail.P, tail.LnP, used);
    }

    /// <summary>As the overload with scratch, which it rents from the shared pool.</summary>
    /// <inheritdoc cref="Test(ReadOnlySpan{double}, Span{double}, Alternative, ZeroRule, SignedRankMethod)"/>
    public static SignedRankResult Test(
        ReadOnlySpan<double> differences, Alternative alternative = Alternative.TwoSided,
        ZeroRule zeros = ZeroRule.Drop, SignedRankMethod method = SignedRankMethod.Auto)
    {
        using RentedScratch rented = new(ScratchLength(differences.Length));
        return Test(differences, rented.Span, alternative, zeros, method);
    }

    private static SignedRankMethod Resolve(SignedRankMethod method, SignedRanks ranks)
    {
        bool fits = SignedRankCounts.Fits(ranks);
        return method switch
        {
            SignedRankMethod.Auto when fits => SignedRankMethod.Exact,
            SignedRankMethod.Auto => SignedRankSaddlepoint.IsWorthwhile(ranks) ? SignedRankMethod.Saddlepoint : SignedRankMethod.Edgeworth,
            SignedRankMethod.Exact when !fits => throw new ArgumentException(
                $"The method Exact counts up to {SignedRankCounts.Largest} differences that are not zero (fewer above many of Pratt's zeros) and there are {ranks.Ranked}: force Saddlepoint, Edgeworth or Normal, or leave Auto.",
                nameof(method)),
            SignedRankMethod.Exact or SignedRankMethod.Saddlepoint or SignedRankMethod.Edgeworth or SignedRankMethod.Normal => method,
            _ => throw new ArgumentException($"The method {method} is unknown.", nameof(method)),
        };
    }

    private static Tail Exact(SignedRanks ranks, Span<double> work, Alternative alternative)
    {
        (UInt128 atMost, UInt128 atLeast, UInt128 all) = SignedRankCounts.Tails(ranks, work);
        return alternative switch
        {
            Alternative.Greater => Tail.OfCounts(atLeast, all),
            Alternative.Less => Tail.OfCounts(atMost, all),
            Alternative.TwoSided => Tail.OfCounts(UInt128.Min(atMost, atLeast), all).Doubled(),
            _ => throw Unknown(alternative),
        };
    }

    private static Tail Smooth(SignedRankMethod method, SignedRanks ranks, Alternative alternative)
    {
        SignedRankTail tail = SignedRankTail.Of(ranks);
        double above = ranks.DoubledSum - tail.Mean;
        return alternative switch
        {
            Alternative.Greater => tail.AtLeast(above, method, ranks),
            Alternative.Less => tail.AtLeast(-above, method, ranks),
            Alternative.TwoSided => tail.AtLeast(Math.Abs(above), method, ranks).Doubled(),
            _ => throw Unknown(alternative),
        };
    }

    private static Tail Normal(SignedRanks ranks, Alternative alternative)
    {
        SignedRankTail tail = SignedRankTail.Of(ranks);
        double above = ranks.DoubledSum - tail.Mean;
        return alternative switch
        {
            Alternative.Greater => tail.NormalOneSided(above),
            Alternative.Less => tail.NormalOneSided(-above),
            Alternative.TwoSided => tail.Normal(Math.Abs(above)).Doubled(),
            _ => throw Unknown(alternative),
        };
    }

    private static ArgumentException Unknown(Alternative alternative) => new($"The alternative {alternative} is unknown.", nameof(alternative));
}
