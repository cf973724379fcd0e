using System.Runtime.Intrinsics;

namespace CanaryJudge.Statistics;

/// <summary>
/// The effects that evidence of harm looks for: the margin and larger multiples of it, each with a weight. Their mixture keeps nearly the speed of the best test at the
/// margin (weight 0.6) and sees a total failure at once.
/// </summary>
public static class EffectGrid
{
    /// <summary>Number of effects.</summary>
    public const int Count = 12;

    /// <summary>The same, filled up to whole vectors.</summary>
    internal const int Padded = 2 * EightElementary.Width;

    private static readonly double LnMoreAtMargin = Math.Log(0.8 / 0.6);
    private static readonly double LnLessBeyond = Math.Log(2);
    private static readonly double[] AllMultiples = [1, 1.6, 2.5, 4, 6.5, 10, 16, 25, 40, 65, 100, 160];
    private static readonly double[] LogarithmsOfWeights = Weigh();
    private static readonly double[] PaddedWeights = [.. LogarithmsOfWeights, .. Enumerable.Repeat(double.NegativeInfinity, Padded - Count)];
    private static readonly double[] PaddedAtMargin = [.. PaddedWeights.Select((weight, j) => weight + (j == 0 ? LnMoreAtMargin : -LnLessBeyond))];

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
    internal static double LnMixtureOrNaN(ReadOnlySpan<double> lnValues, bool moreOnMargin = false)
    {
        (Vector512<double> low, Vector512<double> high) = Load(lnValues);
        double[] weights = moreOnMargin ? PaddedAtMargin : PaddedWeights;
        return LnSum(low + Low(weights), high + High(weights));
    }

    /// <summary>Logarithms of the weights with more on the margin: 0.8 and half of the others; -infinity in the places beyond the effects.</summary>
    internal static (Vector512<double> Low, Vector512<double> High) LnWeightsAtMargin => (Low(PaddedAtMargin), High(PaddedAtMargin));

    /// <summary>One value an effect as two vectors; 0 in the places beyond the effects.</summary>
    internal static (Vector512<double> Low, Vector512<double> High) Load(ReadOnlySpan<double> values)
    {
        Span<double> padded = stackalloc double[Padded];
        padded.Clear();
        values.CopyTo(padded);
        return (Low(padded), High(padded));
    }

    /// <summary>ln of the sum of exponentials; -infinity when all are, NaN when one is.</summary>
    internal static double LnSum(Vector512<double> low, Vector512<double> high)
    {
        double largest = EightElementary.Largest(Vector512.Max(low, high));
        if (double.IsInfinity(largest)) return largest;
        Vector512<double> top = Vector512.Create(largest);
        return largest + Math.Log(EightElementary.Sum(EightElementary.Exp(low - top) + EightElementary.Exp(high - top)));
    }

    private static Vector512<double> Low(ReadOnlySpan<double> padded) => Vector512.Create(padded[..EightElementary.Width]);

    private static Vector512<double> High(ReadOnlySpan<double> padded) => Vector512.Create(padded[EightElementary.Width..]);

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
