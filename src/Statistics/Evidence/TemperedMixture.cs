using System.Runtime.CompilerServices;

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
    public static (double Harm, double Safe) Ln<T>(ReadOnlySpan<double> ln, ReadOnlySpan<double> factors, ReadOnlySpan<double> keys, double tau, double squares, double squaresOfSafe, double safe)
        where T : unmanaged, ILanes<T>
    {
        double largest = EffectGrid.Largest<T>(keys) / tau, believed = squaresOfSafe - squares;
        if (!(Math.Abs(largest) <= MostLinear && Math.Abs(believed) <= MostLinear && Math.Abs(believed + safe) <= MostLinear)) return LnOfAny<T>(ln, factors, keys, tau, squares, squaresOfSafe, safe);
        DispersionGrid.Row weights = default;
        EffectGrid.Row powers = default;
        for (int j = 0; j < EffectGrid.Padded; j += T.Count) (T.From(keys, j, beyond: 0) / tau).CopyTo(powers, j);
        (powers[EffectGrid.Count], powers[EffectGrid.Count + 1]) = (believed, believed + safe);
        (_, double all) = DispersionGrid.Weigh<T>(ln, factors, squares, weights);
        double harm = AtMargin<T>(powers, weights);
        return (Math.Log(harm / all), Math.Log(powers[EffectGrid.Count + 1] / powers[EffectGrid.Count]));
    }

    /// <summary>The same for ratios of any size.</summary>
    internal static (double Harm, double Safe) LnOfAny<T>(ReadOnlySpan<double> ln, ReadOnlySpan<double> factors, ReadOnlySpan<double> keys, double tau, double squares, double squaresOfSafe, double safe)
        where T : unmanaged, ILanes<T>
    {
        DispersionGrid.Row weights = default;
        EffectGrid.Row powers = default;
        double largest = EffectGrid.Largest<T>(keys);
        (double lnAll, double all) = DispersionGrid.Weigh<T>(ln, factors, squares, weights);
        (double lnHarm, _) = DispersionGrid.Weigh<T>(ln, factors, squares + largest / tau, weights);
        for (int j = 0; j < EffectGrid.Padded; j += T.Count) ((T.From(keys, j, double.NegativeInfinity) - largest) / tau).CopyTo(powers, j);
        double harm = lnHarm - lnAll + Math.Log(AtMargin<T>(powers, weights) / all);
        (lnAll, all) = DispersionGrid.Weigh<T>(ln, factors, squaresOfSafe, weights);
        (double lnSafe, double sum) = DispersionGrid.Weigh<T>(ln, factors, squaresOfSafe + safe, weights);
        return (harm, lnSafe - lnAll + Math.Log(sum / all));
    }

    // The weighted sum over the effects; the powers are left tempered.
    private static double AtMargin<T>(Span<double> powers, ReadOnlySpan<double> weights)
        where T : unmanaged, ILanes<T>
    {
        T first = 0, third = 0, fifth = 0, seventh = 0;
        for (int j = 0; j < EffectGrid.Padded; j += T.Count)
        {
            T power = Tempered(T.From(powers, j), weights);
            power.CopyTo(powers, j);
            LaneSum.Add(ref first, ref third, ref fifth, ref seventh, power * T.From(EffectGrid.WeightsAtMargin, j), j);
        }

        return LaneSum.Of(first, third, fifth, seventh);
    }

    // The weights stand in the order of DispersionGrid.Dispersions.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Tempered<T>(T keys, ReadOnlySpan<double> weights)
        where T : unmanaged, ILanes<T>
    {
        double lightest = weights[16]; // the last first: no other index needs a check then
        T by32 = LaneElementary.ExpFrom(keys * (1.0 / 32), -48), by16 = by32 * by32, by8 = by16 * by16, by4 = T.MaxNative(by8 * by8, LeastBy4), by2 = by4 * by4;
        T sum = weights[15] * by32 + weights[12] * by16 + (weights[9] * by8 + weights[6] * by4) + (weights[3] * by2 + weights[0] * (by2 * by2));
        sum += weights[5] * (by4 * by16) + weights[2] * (by2 * by8); // 3.2 and 1.6
        T by100 = LaneElementary.ExpFrom(keys * (1.0 / 100), -44), by50 = by100 * by100, by25 = by50 * by50, by20 = by25 * by100;
        sum += lightest * by50 + weights[14] * by25 + weights[13] * by20;
        T by10 = T.MaxNative(by20 * by20, LeastBy10), by5 = by10 * by10, by2And5 = by5 * by5;
        sum += weights[10] * by10 + weights[7] * by5 + (weights[4] * by2And5 + weights[1] * (by2And5 * by2And5)); // 2.5 and 1.25
        T by13 = LaneElementary.ExpFrom(keys * (1.0 / 13), -240);
        return sum + (weights[11] * by13 + weights[8] * (by13 * by13)); // 6.5
    }
}
