namespace CanaryJudge.Judging.Sequential;

/// <summary>The effects that the evidence for harm is mixed over: the margin itself and eleven larger ones, up to 160 margins.</summary>
/// <remarks>A mixture of likelihood ratios over fixed weights is itself a likelihood ratio (Robbins 1970): evidence against all of them holds at every look.</remarks>
internal static class EffectGrid
{
    /// <summary>Number of effects.</summary>
    public const int Count = 12;

    private static readonly double[] Multiples = [1, 1.6, 2.5, 4, 6.5, 10, 16, 25, 40, 65, 100, 160];
    private static readonly double[] LogWeights = MakeLogWeights();

    /// <summary>Effect j in margins.</summary>
    public static double Multiple(int j) => Multiples[j];

    /// <summary>ln of the weighted sum of exp(terms), without overflow.</summary>
    public static double LogMixture(ReadOnlySpan<double> logTerms)
    {
        double top = double.NegativeInfinity;
        for (int j = 0; j < Count; j++) top = Math.Max(top, logTerms[j] + LogWeights[j]);
        if (double.IsInfinity(top)) return top;
        double sum = 0;
        for (int j = 0; j < Count; j++) sum += Math.Exp(logTerms[j] + LogWeights[j] - top);
        return top + Math.Log(sum);
    }

    private static double[] MakeLogWeights()
    {
        // The margin itself carries 0.6; the rest is spread as 1/j, so that each doubling of the effect costs little.
        double harmonic = 0;
        for (int j = 2; j <= Count; j++) harmonic += 1.0 / j;
        double[] weights = new double[Count];
        weights[0] = Math.Log(0.6);
        for (int j = 2; j <= Count; j++) weights[j - 1] = Math.Log(0.4 / j / harmonic);
        return weights;
    }
}
