namespace CanaryJudge.Statistics;

/// <summary>
/// Wald's sequential probability ratio test: stop when the log-likelihood ratio leaves the band between its two boundaries. No test with the same error chances needs fewer
/// observations on average, under either hypothesis.
/// </summary>
/// <remarks>Wald (1945), Ann. Math. Statist. 16, 117-186. Expected sizes are Wald's approximation, which leaves out the overshoot and so is a little low.</remarks>
public readonly record struct WaldSprt
{
    /// <summary>The test with two error chances.</summary>
    /// <param name="alpha">Chance of accepting harm when there is none, in (0, 1).</param>
    /// <param name="beta">Chance of missing harm, in (0, 1 - alpha).</param>
    /// <exception cref="ArgumentException">A chance is NaN or out of range.</exception>
    public WaldSprt(double alpha, double beta)
    {
        if (!(alpha > 0 && alpha < 1)) throw new ArgumentException($"Alpha is {alpha:R}: it must lie between 0 and 1.", nameof(alpha));
        if (!(beta > 0 && beta < 1 - alpha)) throw new ArgumentException($"Beta is {beta:R}: it must lie between 0 and 1 - alpha.", nameof(beta));
        (Alpha, Beta) = (alpha, beta);
    }

    /// <summary>Chance of accepting harm when there is none.</summary>
    public double Alpha { get; }

    /// <summary>Chance of missing harm.</summary>
    public double Beta { get; }

    /// <summary>ln((1 - beta)/alpha): at or above it harm is accepted.</summary>
    public double UpperBoundary => Math.Log((1 - Beta) / Alpha);

    /// <summary>ln(beta/(1 - alpha)): at or below it safety is accepted.</summary>
    public double LowerBoundary => Math.Log(Beta / (1 - Alpha));

    /// <summary>Expected observations when there is harm.</summary>
    /// <param name="gain">Mean of the log-likelihood ratio of one observation under harm, above 0 and finite.</param>
    /// <returns>((1 - beta) upper + beta lower) / gain.</returns>
    /// <exception cref="ArgumentException">The gain is not above 0 and finite, or this is a default value.</exception>
    public double ExpectedUnderHarm(double gain) => Check(gain) * ((1 - Beta) * UpperBoundary + Beta * LowerBoundary);

    /// <summary>Expected observations when there is no harm.</summary>
    /// <param name="loss">Minus the mean of the log-likelihood ratio of one observation without harm, above 0 and finite.</param>
    /// <returns>-(alpha upper + (1 - alpha) lower) / loss.</returns>
    /// <exception cref="ArgumentException">The loss is not above 0 and finite, or this is a default value.</exception>
    public double ExpectedUnderSafety(double loss) => -Check(loss) * (Alpha * UpperBoundary + (1 - Alpha) * LowerBoundary);

    /// <summary>Requests needed on average to tell an added error share from none, by counting on which side errors fall.</summary>
    /// <param name="baselineShare">The baseline's error share, in (0, 1).</param>
    /// <param name="margin">The added share, above 0, with the sum below 1.</param>
    /// <param name="canaryTraffic">The canary's share of all requests, in (0, 1); 0.5 for two equal sides.</param>
    /// <returns>Expected canary requests under harm and under safety, and what one test at a fixed time would need for the same errors.</returns>
    /// <exception cref="ArgumentException">A number is NaN or out of range, or this is a default value.</exception>
    public SprtRequests RequestsForShares(double baselineShare, double margin, double canaryTraffic = 0.5)
    {
        if (!(baselineShare > 0 && baselineShare < 1)) throw new ArgumentException($"The baseline share is {baselineShare:R}: it must lie between 0 and 1.", nameof(baselineShare));
        if (!(margin > 0 && baselineShare + margin < 1)) throw new ArgumentException($"The margin is {margin:R}: it must be above 0 and leave the sum below 1.", nameof(margin));
        if (!(canaryTraffic > 0 && canaryTraffic < 1)) throw new ArgumentException($"The canary's traffic is {canaryTraffic:R}: it must lie between 0 and 1.", nameof(canaryTraffic));
        double worse = baselineShare + margin, rest = 1 - canaryTraffic;
        double eventsHarm = canaryTraffic * worse + rest * baselineShare, harmShare = canaryTraffic * worse / eventsHarm;
        double onCanary = Math.Log(harmShare / canaryTraffic), onBaseline = Math.Log((1 - harmShare) / rest);
        double gain = harmShare * onCanary + (1 - harmShare) * onBaseline, loss = -(canaryTraffic * onCanary + rest * onBaseline);
        double z = NormalScore.UpperQuantile(Alpha) + NormalScore.UpperQuantile(Beta);
        double variance = worse * (1 - worse) + canaryTraffic / rest * baselineShare * (1 - baselineShare);
        return new SprtRequests(
            ExpectedUnderHarm(gain) / eventsHarm * canaryTraffic,
            ExpectedUnderSafety(loss) / baselineShare * canaryTraffic,
            z * z * variance / margin / margin);
    }

    private double Check(double drift)
    {
        if (Alpha == 0) throw new ArgumentException("The test is a default value without error chances: construct it.", nameof(drift));
        return drift > 0 && drift <= double.MaxValue ? 1 / drift : throw new ArgumentException($"The mean change is {drift:R}: it must be above 0 and finite.", nameof(drift));
    }
}
