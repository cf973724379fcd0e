namespace CanaryJudge.Statistics;

/// <summary>How large a difference is, whatever its unit: the odds that a value of the first sample (the canary) beats one of the second (the baseline).</summary>
/// <param name="A12">P(x &gt; y) + P(x = y)/2, in [0, 1]; 0.5 is no effect (Vargha and Delaney 2000).</param>
/// <param name="CliffsDelta">P(x &gt; y) - P(x &lt; y) = 2·A12 - 1, in [-1, 1] (Cliff 1993). By convention .147, .33 and .474 start small, medium and large.</param>
/// <param name="CliffsDeltaError">
/// Standard error of Cliff's delta from the spread of the placements (n - 1 in each sample; DeLong, DeLong and Clarke-Pearson 1988), at least 0; half of it is the error of A12.
/// NaN when a sample has one value, 0 when the samples do not overlap: then it says nothing.
/// </param>
public readonly record struct EffectSize(double A12, double CliffsDelta, double CliffsDeltaError)
{
    /// <summary>Doubles of scratch for samples of n and m values.</summary>
    /// <param name="n">Values in the first sample, at least 0.</param>
    /// <param name="m">Values in the second sample, at least 0.</param>
    /// <exception cref="ArgumentException">The scratch would exceed one array.</exception>
    public static int ScratchLength(int n, int m) => Scratch.Length((long)n + m + ValueSort.SpareLength(Math.Max(n, m)));

    /// <summary>Measures x against y. O((n + m) log(n + m)); allocates nothing. Values are only ordered: infinities rank, -0 equals 0.</summary>
    /// <param name="x">First sample (the canary): in any order, no NaN, any unit. Not written to.</param>
    /// <param name="y">Second sample (the baseline): the same unit and rules.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> doubles of the caller's, apart from the samples; overwritten.</param>
    /// <exception cref="ArgumentException">A sample is empty or holds a NaN; the scratch is short or overlaps.</exception>
    public static EffectSize Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> scratch)
    {
        scratch = Scratch.Take(scratch, ScratchLength(x.Length, y.Length), x, y);
        Span<double> spare = scratch[(x.Length + y.Length)..];
        Span<double> sortedX = Sample.Sorted(x, scratch, spare, nameof(x));
        Span<double> sortedY = Sample.Sorted(y, scratch[x.Length..], spare, nameof(y));
        Placements placements = Placements.Of(sortedX, sortedY);
        long pairs = (long)x.Length * y.Length;
        double error = Math.Sqrt(
            (placements.FirstVariance(x.Length) / x.Length / ((double)y.Length * y.Length)) + (placements.SecondVariance(x.Length, y.Length) / y.Length / ((double)x.Length * x.Length)));
        return new(placements.HalfWins / 2.0 / pairs, (double)(placements.HalfWins - pairs) / pairs, 2 * error);
    }

    /// <summary>As the overload with scratch, which it rents from the shared pool.</summary>
    /// <inheritdoc cref="Of(ReadOnlySpan{double}, ReadOnlySpan{double}, Span{double})"/>
    public static EffectSize Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        using RentedScratch rented = new(ScratchLength(x.Length, y.Length));
        return Of(x, y, rented.Span);
    }
}
