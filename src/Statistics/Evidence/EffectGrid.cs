namespace CanaryJudge.Statistics;

/// <summary>
/// The effects that evidence of harm looks for: the margin and larger multiples of it, each with a weight. Their mixture keeps nearly the speed of the best test at the
/// margin (weight 0.6) and sees a total failure at once.
/// </summary>
public static class EffectGrid
{
    /// <summary>Number of effects.</summary>
    public const int Count = 12;

    // Below it the exponential is 0 exactly, after a detour through the library's error handling: a tenth of an evidence update, as most effects are soon out of the question.
    private const double SmallestExponent = -746;

    private static readonly double LnMoreAtMargin = Math.Log(0.8 / 0.6);
    private static readonly double LnLessBeyond = Math.Log(2);
    private static readonly double[] AllMultiples = [1, 1.6, 2.5, 4, 6.5, 10, 16, 25, 40, 65, 100, 160];
    private static readonly double[] LogarithmsOfWeights = Weigh();

    /// <summary>Effects in units of the margin, rising from 1 to 160.</summary>
    public static ReadOnlySpan<double> Multiples => AllMultiples;

    /// <summary>Natural logarithms of the weights, which add up to 1: 0.6 on the margin, the rest in proportion to 1/j.</summary>
    public static ReadOnlySpan<double> LnWeights => LogarithmsOfWeights;

    /// <summary>The logarithm of the weighted mean of e-values given by their logarithms.</summary>
    /// <param name="lnValues">One logarithm an effect; -infinity is an e-value of 0, +infinity makes the result infinite.</param>
    /// <returns>ln of the mixture.</returns>
    /// <exception cref="ArgumentException">There are not <see cref="Count"/> of them, or one is NaN.</exception>
    public static double LnMixture(ReadOnlySpan<double> lnValues)
    {
        if (lnValues.Length != Count) throw new ArgumentException($"There are {lnValues.Length} e-values: one for each of the {Count} effects is needed.", nameof(lnValues));
        double mixture = LnMixtureOrNaN(lnValues);
        return double.IsNaN(mixture) ? throw new ArgumentException("An e-value is NaN.", nameof(lnValues)) : mixture;
    }

    /// <summary>The same, unchecked: NaN when an e-value is NaN.</summary>
    internal static double LnMixtureOrNaN(ReadOnlySpan<double> lnValues)
    {
        ReadOnlySpan<double> lnWeights = LogarithmsOfWeights;
        double largest = double.NegativeInfinity, sum = 0;
        for (int j = 0; j < Count; j++) largest = Math.Max(largest, lnValues[j] + lnWeights[j]);
        if (double.IsInfinity(largest)) return largest;
        for (int j = 0; j < Count; j++)
        {
            double below = lnValues[j] + lnWeights[j] - largest;
            if (!(below < SmallestExponent)) sum += Math.Exp(below);
        }

        return largest + Math.Log(sum);
    }

    /// <summary>The same with 0.8 of the weight on the margin.</summary>
    internal static double LnMixtureAtMargin(ReadOnlySpan<double> lnValues)
    {
        Span<double> shifted = stackalloc double[Count];
        shifted[0] = lnValues[0] + LnMoreAtMargin;
        for (int j = 1; j < Count; j++) shifted[j] = lnValues[j] - LnLessBeyond;
        return LnMixtureOrNaN(shifted);
    }

    private static double[] Weigh()
    {
        double harmonic = 0;
        for (int j = 2; j <= Count; j++) harmonic += 1.0 / j;
        double[] logarithms = new double[Count];
        logarithms[0] = Math.Log(0.6);
        for (int j = 2; j <= Count; j++) logarithms[j - 1] = Math.Log(0.4 / j / harmonic);
        return logarithms;
    }
}
