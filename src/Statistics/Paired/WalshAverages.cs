namespace CanaryJudge.Statistics;

/// <summary>
/// By how much the canary exceeds the baseline over paired windows: the median of the Walsh averages (d_i + d_j)/2, i ≤ j, of the differences,
/// with the interval that inverts the signed-rank test.
/// </summary>
/// <remarks>
/// Differences must be finite; any size up to 1.7e308 gives a finite answer. One difference is its own shift. Zeros are values like any other
/// (R drops them before it estimates, which moves the estimate away from zero; we do not). Near-linear selection, exact: the same bits as sorting all n(n + 1)/2 averages.
/// Hodges and Lehmann (1963), Ann. Math. Statist. 34, 598-611; Walsh (1949), Ann. Math. Statist. 20, 64-81; the interval as R's wilcox.test (Bauer 1972).
/// </remarks>
public static class WalshAverages
{
    /// <summary>Doubles of scratch for n differences.</summary>
    /// <param name="n">Differences, at least 0.</param>
    /// <exception cref="ArgumentException">The scratch would exceed one array.</exception>
    public static int ScratchLength(int n) => Scratch.Length(n + Math.Max(ValueSort.SpareLength(n), Math.Max(PairSums.WorkLength(n, n), SignedRankCounts.WorkLength(n))));

    /// <summary>The shift alone. O(n log n); allocates nothing.</summary>
    /// <param name="differences">Paired differences in any order, finite, any unit. Not written to.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> doubles of the caller's, apart from the differences; overwritten.</param>
    /// <returns>The median Walsh average, in the unit of the differences.</returns>
    /// <exception cref="ArgumentException">No difference, a NaN or an infinity; the scratch is short or overlaps.</exception>
    public static double Shift(ReadOnlySpan<double> differences, Span<double> scratch)
    {
        PairSums sums = Sums(differences, scratch, out double scale);
        return sums.Median() * scale;
    }

    /// <summary>As the overload with scratch, which it rents from the shared pool.</summary>
    /// <inheritdoc cref="Shift(ReadOnlySpan{double}, Span{double})"/>
    public static double Shift(ReadOnlySpan<double> differences)
    {
        using RentedScratch rented = new(ScratchLength(differences.Length));
        return Shift(differences, rented.Span);
    }

    /// <summary>
    /// The shift and its interval [A(q), A(N + 1 - q)], A the N = n(n + 1)/2 sorted averages and q the smallest k (at least 1) with P(W ≤ k) at least half of 1 - level.
    /// Ties do not change q: with ties the interval covers at least as often as it says.
    /// </summary>
    /// <param name="differences">Paired differences in any order, finite, any unit. Not written to.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> doubles of the caller's, apart from the differences; overwritten.</param>
    /// <param name="level">Confidence level wanted, in (0, 1).</param>
    /// <param name="alternative">TwoSided for both ends, Greater for a lower end alone, Less for an upper end alone.</param>
    /// <exception cref="ArgumentException">No difference, a NaN or an infinity; the level is outside (0, 1); the scratch is short or overlaps.</exception>
    public static PairedShiftInterval Interval(
        ReadOnlySpan<double> differences, Span<double> scratch, double level = 0.95, Alternative alternative = Alternative.TwoSided)
    {
        if (!(level > 0 && level < 1)) throw new ArgumentException($"The confidence level {level} is outside (0, 1): 0.95 is usual.", nameof(level));
        bool twoSided = alternative switch
        {
            Alternative.TwoSided => true,
            Alternative.Greater or Alternative.Less => false,
            _ => throw new ArgumentException($"The alternative {alternative} is unknown.", nameof(alternative)),
        };
        SignedRankQuantile quantile = SignedRankQuantile.Of(
            differences.Length, twoSided ? (1 - level) / 2 : 1 - level, Scratch.Take(scratch, ScratchLength(differences.Length), differences));
        PairSums sums = Sums(differences, scratch, out double scale);
        return new(
            sums.Median() * scale,
            alternative == Alternative.Less ? double.NegativeInfinity : sums.Select(quantile.Rank) * scale,
            alternative == Alternative.Greater ? double.PositiveInfinity : sums.Select(sums.Count + 1 - quantile.Rank) * scale,
            1 - (twoSided ? 2 * quantile.Below : quantile.Below),
            quantile.Method);
    }

    /// <summary>As the overload with scratch, which it rents from the shared pool.</summary>
    /// <inheritdoc cref="Interval(ReadOnlySpan{double}, Span{double}, double, Alternative)"/>
    public static PairedShiftInterval Interval(ReadOnlySpan<double> differences, double level = 0.95, Alternative alternative = Alternative.TwoSided)
    {
        using RentedScratch rented = new(ScratchLength(differences.Length));
        return Interval(differences, rented.Span, level, alternative);
    }

    private static PairSums Sums(ReadOnlySpan<double> differences, Span<double> scratch, out double scale)
    {
        scratch = Scratch.Take(scratch, ScratchLength(differences.Length), differences);
        Span<double> sorted = Sample.SortedFinite(differences, scratch, scratch[differences.Length..], nameof(differences));

        // Sums of values above half the range would overflow although their average does not: halve before instead of after.
        bool halveFirst = Math.Max(-sorted[0], sorted[^1]) > double.MaxValue / 2;
        if (halveFirst)
        {
            foreach (ref double value in sorted) value = (value / 2) + 0.0; // half of the smallest is -0 or 0: one zero only
        }

        scale = halveFirst ? 1 : 0.5;
        return PairSums.Triangle(sorted, scratch.Slice(differences.Length, (int)PairSums.WorkLength(differences.Length, differences.Length)));
    }
}
