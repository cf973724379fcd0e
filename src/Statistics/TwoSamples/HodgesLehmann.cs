namespace CanaryJudge.Statistics;

/// <summary>
/// By how much the first sample (the canary) exceeds the second (the baseline): the median of all n·m differences x - y, with the interval that inverts the Mann-Whitney test.
/// </summary>
/// <remarks>
/// Samples must be finite. A difference beyond the range of double counts as the infinity it rounds to, so data near 1e308 may have an infinite shift.
/// One value a side gives their difference. All values equal gives 0 with an interval of no width.
/// Selection is near-linear after sorting and exact: every result is a difference (or the mean of two), the same bits as sorting all n·m of them.
/// Hodges and Lehmann (1963), Ann. Math. Statist. 34, 598-611; the interval as R's wilcox.test for exact = TRUE (Bauer 1972, J. Am. Stat. Assoc. 67, 687-690).
/// </remarks>
public static class HodgesLehmann
{
    /// <summary>Doubles of scratch for samples of n and m values.</summary>
    /// <param name="n">Values in the first sample, at least 0.</param>
    /// <param name="m">Values in the second sample, at least 0.</param>
    /// <exception cref="ArgumentException">The scratch would exceed one array.</exception>
    public static int ScratchLength(int n, int m) =>
        Scratch.Length((long)n + m + Math.Max(ValueSort.SpareLength(Math.Max(n, m)), Math.Max(PairSums.WorkLength(n, m), RankSumCounts.WorkLength(n, m))));

    /// <summary>The shift alone. O((n + m) log(n + m)); allocates nothing.</summary>
    /// <param name="x">First sample (the canary): in any order, finite, any unit. Not written to.</param>
    /// <param name="y">Second sample (the baseline): the same unit and rules.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> doubles of the caller's, apart from the samples; overwritten.</param>
    /// <returns>The median difference x - y, in the unit of the samples.</returns>
    /// <exception cref="ArgumentException">A sample is empty or holds a NaN or an infinity; the scratch is short or overlaps.</exception>
    public static double Shift(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> scratch) => Sorted(x, y, scratch).Median();

    /// <summary>As the overload with scratch, which it rents from the shared pool.</summary>
    /// <inheritdoc cref="Shift(ReadOnlySpan{double}, ReadOnlySpan{double}, Span{double})"/>
    public static double Shift(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        using RentedScratch rented = new(ScratchLength(x.Length, y.Length));
        return Shift(x, y, rented.Span);
    }

    /// <summary>
    /// The shift and its interval [D(q), D(nm + 1 - q)], D the sorted differences and q the smallest k (at least 1) with P(U ≤ k) at least half of 1 - level.
    /// Ties do not change q: with ties the interval covers at least as often as it says.
    /// </summary>
    /// <param name="x">First sample (the canary): in any order, finite, any unit. Not written to.</param>
    /// <param name="y">Second sample (the baseline): the same unit and rules.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> doubles of the caller's, apart from the samples; overwritten.</param>
    /// <param name="level">Confidence level wanted, in (0, 1).</param>
    /// <param name="alternative">TwoSided for both ends, Greater for a lower end alone, Less for an upper end alone (then all of 1 - level is on that side).</param>
    /// <param name="method">Exact, Edgeworth or Normal distribution of U without ties; Auto takes Exact while it fits, then Edgeworth.</param>
    /// <exception cref="ArgumentException">A sample is empty or not finite; the level is outside (0, 1); the method cannot serve; the scratch is short or overlaps.</exception>
    public static ShiftInterval Interval(
        ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> scratch, double level = 0.95,
        Alternative alternative = Alternative.TwoSided, MannWhitneyMethod method = MannWhitneyMethod.Auto)
    {
        if (!(level > 0 && level < 1)) throw new ArgumentException($"The confidence level {level} is outside (0, 1): 0.95 is usual.", nameof(level));
        bool twoSided = alternative switch
        {
            Alternative.TwoSided => true,
            Alternative.Greater or Alternative.Less => false,
            _ => throw new ArgumentException($"The alternative {alternative} is unknown.", nameof(alternative)),
        };
        RankSumQuantile quantile = RankSumQuantile.Of(
            x.Length, y.Length, twoSided ? (1 - level) / 2 : 1 - level, method, Scratch.Take(scratch, ScratchLength(x.Length, y.Length), x, y));
        PairSums differences = Sorted(x, y, scratch);
        return new(
            differences.Median(),
            alternative == Alternative.Less ? double.NegativeInfinity : differences.Select(quantile.Rank),
            alternative == Alternative.Greater ? double.PositiveInfinity : differences.Select(differences.Count + 1 - quantile.Rank),
            1 - (twoSided ? 2 * quantile.Below : quantile.Below),
            quantile.Method);
    }

    /// <summary>As the overload with scratch, which it rents from the shared pool.</summary>
    /// <inheritdoc cref="Interval(ReadOnlySpan{double}, ReadOnlySpan{double}, Span{double}, double, Alternative, MannWhitneyMethod)"/>
    public static ShiftInterval Interval(
        ReadOnlySpan<double> x, ReadOnlySpan<double> y, double level = 0.95,
        Alternative alternative = Alternative.TwoSided, MannWhitneyMethod method = MannWhitneyMethod.Auto)
    {
        using RentedScratch rented = new(ScratchLength(x.Length, y.Length));
        return Interval(x, y, rented.Span, level, alternative, method);
    }

    /// <summary>All differences of two sorted samples; turns y into its negative, descending order included.</summary>
    internal static PairSums Differences(ReadOnlySpan<double> x, Span<double> y, Span<double> work)
    {
        y.Reverse();
        foreach (ref double value in y) value = -value;
        return PairSums.Full(x, y, work[..(int)PairSums.WorkLength(x.Length, y.Length)]);
    }

    private static PairSums Sorted(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> scratch)
    {
        scratch = Scratch.Take(scratch, ScratchLength(x.Length, y.Length), x, y);
        Span<double> work = scratch[(x.Length + y.Length)..];
        Span<double> sortedX = Sample.SortedFinite(x, scratch, work, nameof(x));
        Span<double> sortedY = Sample.SortedFinite(y, scratch[x.Length..], work, nameof(y));
        return Differences(sortedX, sortedY, work);
    }
}
