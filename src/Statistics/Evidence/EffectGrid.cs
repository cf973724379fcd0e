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

    /// <summary>The same, filled up to whole eights.</summary>
    internal const int Padded = 16;

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
    internal static double LnMixtureOrNaN(ReadOnlySpan<double> lnValues) => LnSum(lnValues, 0, PaddedWeights);

    /// <summary>The mixture with more on the margin, of e-values to the power of 1/tau.</summary>
    internal static double LnMixtureAtMargin(ReadOnlySpan<double> lnValues, double tau)
    {
        Span<double> tempered = stackalloc double[Count];
        for (int j = 0; j < Count; j++) tempered[j] = lnValues[j] / tau;
        return LnSum(tempered, 0, PaddedAtMargin);
    }

    /// <summary>ln of the mixture of likelihoods in the order of <see cref="NoneAndMultiples"/> over that of no effect; NaN when one is NaN.</summary>
    internal static double LnMixtureAfterNone(ReadOnlySpan<double> lnLikelihoods, bool moreOnMargin) => LnSum(lnLikelihoods, lnLikelihoods[0], moreOnMargin ? AfterNoneAtMargin : AfterNone);

    /// <summary>No effect, and then the effects in units of the margin; the largest again in the places beyond them.</summary>
    internal static ReadOnlySpan<double> NoneAndMultiples => NoneFirst;

    /// <summary>Weights with more on the margin: 0.8 and half of the others; 0 in the places beyond the effects.</summary>
    internal static ReadOnlySpan<double> WeightsAtMargin => LinearAtMargin;

    /// <summary>The largest of one value an effect; NaN when one is.</summary>
    internal static double Largest<T>(ReadOnlySpan<double> values)
        where T : unmanaged, ILanes<T>
    {
        T most = T.From(values, 0);
        for (int j = T.Count; j < Padded; j += T.Count) most = T.Max(most, T.From(values, j, double.NegativeInfinity));
        return most.Largest();
    }

    private static double LnSum(ReadOnlySpan<double> lnValues, double less, ReadOnlySpan<double> lnWeights) =>
        Vector512.IsHardwareAccelerated ? LnSum<EightLanes>(lnValues, less, lnWeights)
        : Vector256.IsHardwareAccelerated ? LnSum<FourLanes>(lnValues, less, lnWeights)
        : LnSum<TwoLanes>(lnValues, less, lnWeights);

    // ln of the sum of exponentials, each weighed and divided by the same; -infinity when all are, NaN when one is.
    private static double LnSum<T>(ReadOnlySpan<double> lnValues, double less, ReadOnlySpan<double> lnWeights)
        where T : unmanaged, ILanes<T>
    {
        T most = Term<T>(lnValues, less, lnWeights, 0);
        for (int j = T.Count; j < Padded; j += T.Count) most = T.Max(most, Term<T>(lnValues, less, lnWeights, j));
        double largest = most.Largest();
        if (double.IsInfinity(largest)) return largest;
        T first = 0, third = 0, fifth = 0, seventh = 0;
        for (int j = 0; j < Padded; j += T.Count) LaneSum.Add(ref first, ref third, ref fifth, ref seventh, LaneElementary.ExpFrom(Term<T>(lnValues, less, lnWeights, j) - largest, -700), j);
        return largest + Math.Log(LaneSum.Of(first, third, fifth, seventh));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Term<T>(ReadOnlySpan<double> lnValues, double less, ReadOnlySpan<double> lnWeights, int j)
        where T : unmanaged, ILanes<T> => T.From(lnValues, j, beyond: 0) - less + T.From(lnWeights, j);

    private static double[] Weigh()
    {
        double harmonic = 0;
        for (int j = 2; j <= Count; j++) harmonic += 1.0 / j;
        double[] logarithms = new double[Count];
        logarithms[0] = Math.Log(0.6);
        for (int j = 2; j <= Count; j++) logarithms[j - 1] = Math.Log(0.4 / j / harmonic);
        return logarithms;
    }

    /// <summary>Room for a number an effect, as a local.</summary>
    /// <remarks>A method with stackalloc and a loop is compiled at its first call, before static arrays are there to be taken as constants, and never again.</remarks>
    [InlineArray(Padded)]
    internal struct Row
    {
        private double _first;
    }
}
