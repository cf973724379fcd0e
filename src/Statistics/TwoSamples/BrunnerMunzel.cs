namespace CanaryJudge.Statistics;

/// <summary>
/// The Brunner-Munzel test: is P(x &gt; y) + P(x = y)/2 one half, without assuming that both samples have the same spread or shape?
/// Use it beside <see cref="MannWhitney"/> when the canary has fewer or noisier instances.
/// </summary>
/// <remarks>
/// Brunner and Munzel (2000), Biom. J. 42, 17-25, with the t approximation: liberal below about ten values a side and at small levels.
/// Values are only ordered: infinities rank, -0 equals 0. At full separation, and when all values are equal, the estimated spread is zero and p is the exact Mann-Whitney p instead.
/// </remarks>
public static class BrunnerMunzel
{
    /// <summary>Doubles of scratch for samples of n and m values.</summary>
    /// <param name="n">Values in the first sample, at least 0.</param>
    /// <param name="m">Values in the second sample, at least 0.</param>
    /// <exception cref="ArgumentException">The scratch would exceed one array.</exception>
    public static int ScratchLength(int n, int m) => MannWhitney.ScratchLength(n, m);

    /// <summary>Tests x against y. O((n + m) log(n + m)); allocates nothing.</summary>
    /// <param name="x">First sample (the canary): at least two values in any order, no NaN, any unit. Not written to.</param>
    /// <param name="y">Second sample (the baseline): the same unit and rules.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> doubles of the caller's, apart from the samples; overwritten.</param>
    /// <param name="alternative">Which departure counts, said of x.</param>
    /// <exception cref="ArgumentException">A sample has fewer than two values or a NaN; the scratch is short or overlaps.</exception>
    public static BrunnerMunzelResult Test(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> scratch, Alternative alternative = Alternative.TwoSided)
    {
        RequireTwo(x, nameof(x));
        RequireTwo(y, nameof(y));
        int n = x.Length, m = y.Length;
        scratch = Scratch.Take(scratch, ScratchLength(n, m), x, y);
        Span<double> sortedX = Sample.Sorted(x, scratch, scratch[(n + m)..], nameof(x));
        Span<double> sortedY = Sample.Sorted(y, scratch[n..], scratch[(n + m)..], nameof(y));
        Placements placements = Placements.Of(sortedX, sortedY);
        double above = (placements.HalfWins - ((long)n * m)) / 2.0;
        double first = n * placements.FirstVariance(n), second = m * placements.SecondVariance(n, m);
        if (first + second == 0)
        {
            MannWhitneyResult exact = MannWhitney.OfSorted(sortedX, sortedY, scratch[(n + m)..], alternative, MannWhitneyMethod.Auto);
            return new(above == 0 ? 0 : double.PositiveInfinity * Math.Sign(above), double.NaN, exact.P, exact.LnP, FellBack: true);
        }

        double statistic = above / Math.Sqrt(first + second);
        double freedom = (first + second) * (first + second) / ((first * first / (n - 1)) + (second * second / (m - 1)));
        Tail tail = alternative switch
        {
            Alternative.Greater => StudentTail.Upper(statistic, freedom),
            Alternative.Less => StudentTail.Upper(-statistic, freedom),
            Alternative.TwoSided => StudentTail.Upper(Math.Abs(statistic), freedom).Doubled(),
            _ => throw new ArgumentException($"The alternative {alternative} is unknown.", nameof(alternative)),
        };
        return new(statistic, freedom, tail.P, tail.LnP, FellBack: false);
    }

    /// <summary>As the overload with scratch, which it rents from the shared pool.</summary>
    /// <inheritdoc cref="Test(ReadOnlySpan{double}, ReadOnlySpan{double}, Span{double}, Alternative)"/>
    public static BrunnerMunzelResult Test(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Alternative alternative = Alternative.TwoSided)
    {
        using RentedScratch rented = new(ScratchLength(x.Length, y.Length));
        return Test(x, y, rented.Span, alternative);
    }

    private static void RequireTwo(ReadOnlySpan<double> sample, string name)
    {
        if (sample.Length < 2)
            throw new ArgumentException($"The sample {name} has {sample.Length} value(s): Brunner-Munzel needs two a side to know its spread. Use MannWhitney for one.", name);
    }
}
