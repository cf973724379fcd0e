using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CanaryJudge.Statistics;

/// <summary>Likelihood ratios tempered by every dispersion, averaged over the beliefs in them.</summary>
/// <remarks>
/// Two hundred numbers LR^(1/φ), of which only three an effect are exponentials: the others are their products, as 1/φ of the grid are sums of 1/32, 1/100 and 1/13.
/// Powers grow the relative error of what they are made of, by 80 at most (from 1/100 to 1/1.25): with that of the exponential the mean is right to 4e-14.
/// Safety has one key and takes two of the free places beyond the effects. The sums are linear, so this is for logarithms up to 180; beyond, each sum is taken
/// relative to its largest term (<see cref="LnOfAny"/>), which is also what tests hold this against.
/// </remarks>
internal static class TemperedMixture
{
    private const double MostLinear = 180;

    // What is e to the 42nd less than the sum (2 to the 60th) counts for nothing, so powers are kept from falling below that, and from there below e to the -480th; times the least
    // weight that is a number which a processor multiplies as fast as any other.
    private const double LeastBy4 = 7.667648073721999e-53; // e to the -120th
    private const double LeastBy10 = 8.756510762696521e-27; // e to the -60th

    /// <summary>ln of the mean ratios of harm (over effects and dispersions) and of safety (over dispersions).</summary>
    /// <param name="ln">Logarithms of the beliefs, as of <see cref="DispersionGrid.Open"/>.</param>
    /// <param name="factors">Their factors.</param>
    /// <param name="keys">ln of the ratio of each effect.</param>
    /// <param name="tau">Windows that count as one.</param>
    /// <param name="squares">What the windows' squares say of each dispersion, times it: of the beliefs under which harm is averaged.</param>
    /// <param name="squaresOfSafe">The same for safety.</param>
    /// <param name="safe">ln of the ratio of safety, over tau.</param>
    public static (double Harm, double Safe) Ln(ReadOnlySpan<double> ln, ReadOnlySpan<double> factors, ReadOnlySpan<double> keys, double tau, double squares, double squaresOfSafe, double safe)
    {
        double largest = EffectGrid.Largest(keys) / tau, believed = squaresOfSafe - squares;
        if (!(Math.Abs(largest) <= MostLinear && Math.Abs(believed) <= MostLinear && Math.Abs(believed + safe) <= MostLinear)) return LnOfAny(ln, factors, keys, tau, squares, squaresOfSafe, safe);
        Span<double> weights = stackalloc double[DispersionGrid.Padded];
        (_, double all) = DispersionGrid.Weigh(ln, factors, squares, weights);
        (Vector512<double> low, Vector512<double> high) = EffectGrid.Load(keys);
        (low, high) = (low / tau, Vector512.Create(high.GetLower() / tau, Vector256.Create(believed, believed + safe, 0, 0)));
        (low, high) = (Tempered(low, weights), Tempered(high, weights));
        (Vector512<double> lowWeights, Vector512<double> highWeights) = EffectGrid.WeightsAtMargin;
        return (Math.Log(EightElementary.Sum(low * lowWeights + high * highWeights) / all), Math.Log(high[5] / high[4]));
    }

    /// <summary>The same for ratios of any size.</summary>
    internal static (double Harm, double Safe) LnOfAny(ReadOnlySpan<double> ln, ReadOnlySpan<double> factors, ReadOnlySpan<double> keys, double tau, double squares, double squaresOfSafe, double safe)
    {
        Span<double> weights = stackalloc double[DispersionGrid.Padded];
        double largest = EffectGrid.Largest(keys);
        (Vector512<double> low, Vector512<double> high) = EffectGrid.Load(keys, double.NegativeInfinity);
        (low, high) = ((low - Vector512.Create(largest)) / tau, (high - Vector512.Create(largest)) / tau);
        (double lnAll, double all) = DispersionGrid.Weigh(ln, factors, squares, weights);
        (double lnHarm, _) = DispersionGrid.Weigh(ln, factors, squares + largest / tau, weights);
        (Vector512<double> lowWeights, Vector512<double> highWeights) = EffectGrid.WeightsAtMargin;
        double harm = lnHarm - lnAll + Math.Log(EightElementary.Sum(Tempered(low, weights) * lowWeights + Tempered(high, weights) * highWeights) / all);
        (lnAll, all) = DispersionGrid.Weigh(ln, factors, squaresOfSafe, weights);
        (double lnSafe, double sum) = DispersionGrid.Weigh(ln, factors, squaresOfSafe + safe, weights);
        return (harm, lnSafe - lnAll + Math.Log(sum / all));
    }

    // The weights stand in the order of DispersionGrid.Dispersions.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Tempered(Vector512<double> keys, ReadOnlySpan<double> weights)
    {
        double lightest = weights[16]; // the last first: no other index needs a check then
        Vector512<double> by32 = EightElementary.ExpFrom(keys * (1.0 / 32), -48), by16 = by32 * by32, by8 = by16 * by16, by4 = Vector512.MaxNative(by8 * by8, Vector512.Create(LeastBy4)), by2 = by4 * by4;
        Vector512<double> sum = weights[15] * by32 + weights[12] * by16 + (weights[9] * by8 + weights[6] * by4) + (weights[3] * by2 + weights[0] * (by2 * by2));
        sum += weights[5] * (by4 * by16) + weights[2] * (by2 * by8); // 3.2 and 1.6
        Vector512<double> by100 = EightElementary.ExpFrom(keys * (1.0 / 100), -44), by50 = by100 * by100, by25 = by50 * by50, by20 = by25 * by100;
        sum += lightest * by50 + weights[14] * by25 + weights[13] * by20;
        Vector512<double> by10 = Vector512.MaxNative(by20 * by20, Vector512.Create(LeastBy10)), by5 = by10 * by10, by2And5 = by5 * by5;
        sum += weights[10] * by10 + weights[7] * by5 + (weights[4] * by2And5 + weights[1] * (by2And5 * by2And5)); // 2.5 and 1.25
        Vector512<double> by13 = EightElementary.ExpFrom(keys * (1.0 / 13), -240);
        return sum + (weights[11] * by13 + weights[8] * (by13 * by13)); // 6.5
    }
}
