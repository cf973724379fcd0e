namespace CanaryJudge.Statistics;

/// <summary>
/// Likelihood ratios between mean differences when the noise level is uncertain: a normal likelihood with the variance integrated out. With few windows it is as careful as
/// Student's t, with many as sharp as the sequential probability ratio test.
/// </summary>
/// <remarks>
/// Bayes factor under an inverse-gamma prior worth <c>priorWindows</c> windows of variance <c>priorVariance</c>; a likelihood ratio of densities, so the null mean of
/// its exponential is at most 1 when windows are normal with that prior; otherwise the guarantee is approximate. After Lai (1976), Ann. Statist. 4, 265-280; the
/// mixture over effects after Robbins (1970), Ann. Math. Statist. 41, 1397-1409.
/// </remarks>
public static class TMixture
{
    /// <summary>ln of the likelihood ratio of mean <paramref name="effect"/> against mean <paramref name="tolerated"/>.</summary>
    /// <param name="moments">Windows so far, each with weight inverse to its variance (up to <paramref name="scale"/>).</param>
    /// <param name="tolerated">The mean difference under the null, finite.</param>
    /// <param name="effect">The mean difference under the alternative, finite.</param>
    /// <param name="priorWindows">Windows that the prior variance is worth, above 0 and finite.</param>
    /// <param name="priorVariance">Prior variance of a window of weight 1/scale, above 0; times the windows from 1e-300 to 1e300.</param>
    /// <param name="tau">Autocorrelation time, at least 1 and finite: windows that count as one.</param>
    /// <param name="scale">Factor common to all weights, above 0 and finite.</param>
    /// <returns>The logarithm; 0 without windows. Accurate to about 1e-14 of its size, also when both means fit nearly equally well.</returns>
    /// <exception cref="ArgumentException">A parameter is NaN or out of range.</exception>
    public static double LnRatio(in WeightedMoments moments, double tolerated, double effect, double priorWindows, double priorVariance, double tau = 1, double scale = 1)
    {
        Check(tolerated, effect, priorWindows, priorVariance, tau, scale);
        return LnRatioUnchecked(moments, tolerated, effect, priorWindows * priorVariance, Degrees(moments, priorWindows, tau), scale / tau);
    }

    /// <summary>Evidence of harm (the mixture over <see cref="EffectGrid"/>) and of safety (the inverse ratio at the margin).</summary>
    /// <param name="moments">Windows so far, as in <see cref="LnRatio"/>.</param>
    /// <param name="tolerated">The mean difference that is fine, finite; usually 0.</param>
    /// <param name="margin">The smallest mean difference that is harm, above tolerated and finite.</param>
    /// <param name="priorWindows">Windows that the prior variance is worth, above 0 and finite.</param>
    /// <param name="priorVariance">Prior variance of a window of weight 1/scale, above 0; times the windows from 1e-300 to 1e300.</param>
    /// <param name="tau">Autocorrelation time, at least 1 and finite.</param>
    /// <param name="scale">Factor common to all weights, above 0 and finite.</param>
    /// <returns>Both logarithms; 0 without windows.</returns>
    /// <exception cref="ArgumentException">A parameter is NaN or out of range.</exception>
    public static EvidenceLevels Evaluate(in WeightedMoments moments, double tolerated, double margin, double priorWindows, double priorVariance, double tau = 1, double scale = 1)
    {
        Check(tolerated, margin, priorWindows, priorVariance, tau, scale);
        if (!(margin > tolerated)) throw new ArgumentException($"The margin is {margin:R}, the tolerated difference {tolerated:R}: it must be above it.", nameof(margin));
        double prior = priorWindows * priorVariance, degrees = Degrees(moments, priorWindows, tau);
        Span<double> ratios = stackalloc double[EffectGrid.Count];
        for (int j = 0; j < EffectGrid.Count; j++)
        {
            ratios[j] = LnRatioUnchecked(moments, tolerated, tolerated + (margin - tolerated) * EffectGrid.Multiples[j], prior, degrees, scale / tau);
        }

        // Multiples[0] is 1, so the first ratio is the one at the margin.
        return new EvidenceLevels(EffectGrid.LnMixture(ratios), -ratios[0], (int)Math.Min(moments.Count, int.MaxValue), tau);
    }

    private static double Degrees(in WeightedMoments moments, double priorWindows, double tau) => Math.Max(0, priorWindows + moments.Count / tau - 1);

    /// <summary>n/2 ln((prior + R(tolerated))/(prior + R(effect))) with R(c) = s·sum w (d - c)²; the difference of both R is taken in closed form.</summary>
    private static double LnRatioUnchecked(in WeightedMoments moments, double tolerated, double effect, double prior, double degrees, double scale)
    {
        if (moments.Count == 0) return 0;
        double away = moments.Mean - effect;
        double residual = prior + scale * (moments.SquaredDeviations + moments.Weight * away * away);
        double gain = scale * moments.Weight * (effect - tolerated) * (2 * moments.Mean - effect - tolerated);
        double ratio = gain / residual;
        return degrees / 2 * (double.IsInfinity(ratio) ? Math.Log(gain) - Math.Log(residual) : Logarithms.OnePlus(ratio));
    }

    private static void Check(double tolerated, double effect, double priorWindows, double priorVariance, double tau, double scale)
    {
        if (!(Math.Abs(tolerated) <= 1e150)) throw new ArgumentException($"The tolerated difference is {tolerated:R}: it must be finite and at most 1e150 in size.", nameof(tolerated));
        if (!(Math.Abs(effect) <= 1e148)) throw new ArgumentException($"The effect is {effect:R}: it must be finite and at most 1e148 in size.", nameof(effect));
        if (!(priorWindows > 0 && priorWindows <= double.MaxValue)) throw new ArgumentException($"The prior's windows are {priorWindows:R}: they must be above 0 and finite.", nameof(priorWindows));
        if (!(priorVariance > 0 && priorVariance <= double.MaxValue)) throw new ArgumentException($"The prior variance is {priorVariance:R}: it must be above 0 and finite.", nameof(priorVariance));
        if (!(priorWindows * priorVariance >= 1e-300 && priorWindows * priorVariance <= 1e300)) throw new ArgumentException($"The prior holds {priorWindows:R} windows of variance {priorVariance:R}: their product must be from 1e-300 to 1e300.", nameof(priorVariance));
        if (!(tau >= 1 && tau <= double.MaxValue)) throw new ArgumentException($"Tau is {tau:R}: it must be at least 1 and finite.", nameof(tau));
        if (!(scale > 0 && scale <= double.MaxValue)) throw new ArgumentException($"The scale is {scale:R}: it must be above 0 and finite.", nameof(scale));
    }
}
