namespace CanaryJudge.Statistics;

/// <summary>
/// Exact evidence from event counts, window by window: given all events of a window, the canary's number is binomial whatever the common rate was, so a load or error
/// level that moves both sides together is no evidence. An e-process for every true difference at or below 0.
/// </summary>
/// <remarks>Lindon and Malek (2022), NeurIPS 35. O(1) a window and effect. Assumes events independent between requests: bursts on one side break it.</remarks>
public static class ConditionalBinomialE
{
    private const double LargestShare = 0.999;

    /// <summary>
    /// ln of the e-value of one window for "the canary's event share is that of the baseline plus an effect". Its mean is at most 1 when both shares are equal (or the canary's
    /// is lower), whatever the predicted share, provided that was fixed before the window.
    /// </summary>
    /// <param name="canary">Canary events and requests of the window.</param>
    /// <param name="baseline">Baseline events and requests of the window.</param>
    /// <param name="predictedShare">The baseline's event share as predicted from earlier windows only, in [1e-300, 1).</param>
    /// <param name="effect">The added share, in (0, 1]; the sum with the prediction is cut at 0.999.</param>
    /// <returns>The logarithm; 0 without events.</returns>
    /// <exception cref="ArgumentException">Counts are a default value, or a share is NaN or out of range.</exception>
    public static double LnFactor(in RatioCounts canary, in RatioCounts baseline, double predictedShare, double effect)
    {
        RatioCounts.Check(canary, baseline);
        CheckShares(predictedShare, effect);
        return LnFactorUnchecked(canary.Events, canary.Trials, baseline.Events, baseline.Trials, predictedShare, effect);
    }

    /// <summary>
    /// ln of the e-value of one window against "the canary's event share is the baseline's plus the effect", from the canary alone: without events, exposure is the evidence
    /// (a safe canary has none where the margin predicts some). Unlike <see cref="LnFactor"/> it does not cancel a common change of level.
    /// </summary>
    /// <param name="canary">Canary events and requests of the window.</param>
    /// <param name="predictedShare">The baseline's event share as predicted from earlier windows only, in [1e-300, 1).</param>
    /// <param name="effect">The added share, in (0, 1].</param>
    /// <returns>Poisson likelihood ratio n·effect - x·ln((p + effect)/p); n·effect without events.</returns>
    /// <exception cref="ArgumentException">Counts are a default value, or a share is NaN or out of range.</exception>
    public static double LnExposure(in RatioCounts canary, double predictedShare, double effect)
    {
        RatioCounts.Check(canary, canary);
        CheckShares(predictedShare, effect);
        return LnExposureUnchecked(canary.Events, canary.Trials, predictedShare, effect);
    }

    internal static double LnFactorUnchecked(double canaryEvents, double canaryTrials, double baselineEvents, double baselineTrials, double predicted, double effect)
    {
        double worse = Math.Min(predicted + effect, LargestShare);
        double expected = (canaryTrials * worse + baselineTrials * predicted) / (canaryTrials + baselineTrials);
        return (canaryEvents > 0 ? canaryEvents * Elementary.LnRatio(worse, expected, worse - expected) : 0)
            + (baselineEvents > 0 ? baselineEvents * Elementary.LnRatio(predicted, expected, predicted - expected) : 0);
    }

    internal static double LnExposureUnchecked(double canaryEvents, double canaryTrials, double predicted, double effect) =>
        canaryTrials * effect - (canaryEvents > 0 ? canaryEvents * Elementary.LnRatio(predicted + effect, predicted, effect) : 0);

    private static void CheckShares(double predictedShare, double effect)
    {
        if (!(predictedShare >= 1e-300 && predictedShare < 1)) throw new ArgumentException($"The predicted share is {predictedShare:R}: it must lie between 1e-300 and 1.", nameof(predictedShare));
        if (!(effect > 0 && effect <= 1)) throw new ArgumentException($"The effect is {effect:R}: it must be above 0 and at most 1.", nameof(effect));
    }
}
