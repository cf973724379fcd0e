namespace CanaryJudge.Statistics;

/// <summary>
/// Score test and interval for the difference of two event rates (events over exposure): "does the canary restart more than once a pod-day more often?".
/// </summary>
/// <remarks>
/// Poisson counts with the variance taken at the rates most likely under the margin. Assumes events that come one by one; a crash loop counts once a restart and is
/// over-dispersed. Miettinen and Nurminen (1985), Statist. Med. 4, 213-226, section on rates.
/// </remarks>
public static class RateDifference
{
    /// <summary>Tests rate_canary - rate_baseline against the margin.</summary>
    /// <param name="canary">Canary events and exposure.</param>
    /// <param name="baseline">Baseline events and exposure, in the same unit.</param>
    /// <param name="margin">The difference under the null hypothesis, in events per unit of exposure, from -1e100 to 1e100.</param>
    /// <param name="alternative">Greater: the difference is above the margin. Less: below it. TwoSided: not equal to it.</param>
    /// <returns>z, p and the restricted rates; no events at all with margin 0 gives z = 0.</returns>
    /// <exception cref="ArgumentException">The margin is NaN, infinite or beyond 1e100, or counts are a default value.</exception>
    public static ScoreTest Test(in RateCounts canary, in RateCounts baseline, double margin, Alternative alternative)
    {
        RateCounts.Check(canary, baseline);
        if (!(Math.Abs(margin) <= 1e100)) throw new ArgumentException($"The margin is {margin:R}: it must be a rate from -1e100 to 1e100.", nameof(margin));
        (double rateCanary, double rateBaseline, double z) = Z(canary, baseline, margin);
        return new ScoreTest(Difference(canary, baseline), margin, z, NormalScore.P(z, alternative), rateCanary, rateBaseline);
    }

    /// <summary>The differences rate_canary - rate_baseline that the test does not reject.</summary>
    /// <param name="canary">Canary events and exposure.</param>
    /// <param name="baseline">Baseline events and exposure, in the same unit.</param>
    /// <param name="confidence">Nominal coverage, in (0, 1).</param>
    /// <param name="alternative">TwoSided: both ends. Greater: only a lower end (upper is +infinity). Less: only an upper end (lower is -infinity).</param>
    /// <returns>The interval in events per unit of exposure; no events on both sides give about ± z² over the exposure.</returns>
    /// <exception cref="ArgumentException">The confidence is NaN or outside (0, 1), or counts are a default value.</exception>
    public static EstimateInterval Interval(in RateCounts canary, in RateCounts baseline, double confidence, Alternative alternative = Alternative.TwoSided)
    {
        RateCounts.Check(canary, baseline);
        double z = NormalScore.UpperQuantile(EstimateInterval.TailOf(confidence, alternative));
        double lower = alternative == Alternative.Less ? double.NegativeInfinity : End(canary, baseline, z);
        double upper = alternative == Alternative.Greater ? double.PositiveInfinity : End(canary, baseline, -z);
        return new EstimateInterval(Difference(canary, baseline), lower, upper, confidence);
    }

    private static double Difference(in RateCounts canary, in RateCounts baseline) =>
        Elementary.DifferenceOfProducts(canary.Events, baseline.Exposure, baseline.Events, canary.Exposure) / canary.Exposure / baseline.Exposure;

    /// <summary>The margin at which z equals the critical value: z falls from +infinity to -infinity as the margin grows.</summary>
    private static double End(in RateCounts canary, in RateCounts baseline, double critical)
    {
        Distance distance = new(canary, baseline, critical);
        double estimate = Difference(canary, baseline);
        double width = (critical * critical + 1) * (1 / canary.Exposure + 1 / baseline.Exposure)
            + Math.Abs(critical) * Math.Sqrt(canary.Events / canary.Exposure / canary.Exposure + baseline.Events / baseline.Exposure / baseline.Exposure);
        double low = estimate - width, high = estimate + width;
        for (double step = width; distance.At(low) < 0; step *= 2) low -= step;
        for (double step = width; distance.At(high) > 0; step *= 2) high += step;
        return RootFinder.Solve(distance, low, high);
    }

    /// <summary>With the lower rate t and the higher t + gap the likelihood's maximum solves a quadratic; the root that does not cancel is taken.</summary>
    private static (double Canary, double Baseline, double Z) Z(in RateCounts canary, in RateCounts baseline, double margin)
    {
        double gap = Math.Abs(margin), events = canary.Events + baseline.Events, exposure = canary.Exposure + baseline.Exposure;
        double lowEvents = margin >= 0 ? baseline.Events : canary.Events;
        double linear = exposure * gap - events;
        double root = Math.Sqrt(linear * linear + 4 * exposure * lowEvents * gap);
        double low = linear <= 0 ? (root - linear) / (2 * exposure) : 2 * lowEvents * gap / (root + linear);
        double high = low + gap;
        double rateCanary = margin >= 0 ? high : low, rateBaseline = margin >= 0 ? low : high;
        double variance = rateCanary / canary.Exposure + rateBaseline / baseline.Exposure;
        double distance = Difference(canary, baseline) - margin;
        return (rateCanary, rateBaseline, distance == 0 ? 0 : distance / Math.Sqrt(variance));
    }

    private readonly record struct Distance(RateCounts Canary, RateCounts Baseline, double Critical) : IFunction
    {
        public double At(double margin) => Math.Clamp(Z(Canary, Baseline, margin).Z - Critical, -1e300, 1e300);
    }
}
