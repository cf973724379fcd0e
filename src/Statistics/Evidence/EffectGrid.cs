using System.Runtime.CompilerServices;
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
    private static readonly double[] NoneFirst = [0, .. AllMultiples, .. Enumerable.Repeat(AllMultiples[^1], Padded - Count - 1)];
    private static readonly double[] AfterNone = [double.NegativeInfinity, .. PaddedWeights[..^1]];
    private static readonly double[] AfterNoneAtMargin = [double.NegativeInfinity, .. PaddedAtMargin[..^1]];
    private static readonly double[] LinearAtMargin = [.. PaddedAtMargin.Select(Math.Exp)];

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
        (Vector512<double> low, Vector512<double> high) = Load(lnValues);
        return LnSum(low + Low(PaddedWeights), high + High(PaddedWeights));
    }

    /// <summary>The mixture with more on the margin, of e-values to the power of 1/tau.</summary>
    internal static double LnMixtureAtMargin(ReadOnlySpan<double> lnValues, double tau)
    {
        (Vector512<double> low, Vector512<double> high) = Load(lnValues);
        return LnSum(low / tau + Low(PaddedAtMargin), high / tau + High(PaddedAtMargin));
    }

    /// <summary>No effect, and then the effects in units of the margin; the largest again in the places beyond them.</summary>
    internal static (Vector512<double> Low, Vector512<double> High) NoneAndMultiples => (Low(NoneFirst), High(NoneFirst));

    /// <summary>ln of the mixture of e-values in the order of <see cref="NoneAndMultiples"/>; NaN when one is NaN.</summary>
    internal static double LnMixtureAfterNone(Vector512<double> low, Vector512<double> high, bool moreOnMargin)
    {
        double[] weights = moreOnMargin ? AfterNoneAtMargin : AfterNone;
        return LnSum(low + Low(weights), high + High(weights));
    }

    /// <summary>Weights with more on the margin: 0.8 and half of the others; 0 in the places beyond the effects.</summary>
    internal static (Vector512<double> Low, Vector512<double> High) WeightsAtMargin => (Low(LinearAtMargin), High(LinearAtMargin));

    /// <summary>The largest of one value an effect; NaN when one is.</summary>
    internal static double Largest(ReadOnlySpan<double> values)
    {
        (Vector512<double> low, Vector512<double> high) = Load(values, double.NegativeInfinity);
        return EightElementary.Largest(Vector512.Max(low, high));
    }

    /// <summary>One value an effect as two vectors.</summary>
    /// <param name="values">The values.</param>
    /// <param name="beyond">What stands in the places beyond the effects.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (Vector512<double> Low, Vector512<double> High) Load(ReadOnlySpan<double> values, double beyond = 0) =>
        (Vector512.Create(values[..EightElementary.Width]), Vector512.Create(Vector256.Create(values[EightElementary.Width..Count]), Vector256.Create(beyond)));

    /// <summary>Adds to one value an effect; what stands beyond the effects is left out.</summary>
    internal static void Add(Vector512<double> low, Vector512<double> high, Span<double> to)
    {
        (Vector512<double> lowBefore, Vector512<double> highBefore) = Load(to);
        (lowBefore + low).CopyTo(to);
        (highBefore + high).GetLower().CopyTo(to[EightElementary.Width..]);
    }

    /// <summary>ln of the sum of exponentials; -infinity when all are, NaN when one is.</summary>
    internal static double LnSum(Vector512<double> low, Vector512<double> high)
    {
        double largest = EightElementary.Largest(Vector512.Max(low, high));
        if (double.IsInfinity(largest)) return largest;
        Vector512<double> top = Vector512.Create(largest);
        return largest + Math.Log(EightElementary.Sum(EightElementary.ExpFrom(low - top, -700) + EightElementary.ExpFrom(high - top, -700)));
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
