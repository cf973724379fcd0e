namespace CanaryJudge.Statistics;

/// <summary>
/// Miettinen and Nurminen's score test and interval for the difference of two shares: Farrington-Manning with the variance times N/(N - 1). The method of choice for
/// pooled error ratios; it also answers when one side or both have no events.
/// </summary>
/// <remarks>Assumes independent trials. Miettinen and Nurminen (1985), Statist. Med. 4, 213-226.</remarks>
public static class MiettinenNurminen
{
    /// <summary>Tests p_canary - p_baseline against the margin.</summary>
    /// <param name="canary">Canary counts; fractions allowed.</param>
    /// <param name="baseline">Baseline counts; fractions allowed.</param>
    /// <param name="margin">The difference under the null hypothesis, in (-1, 1).</param>
    /// <param name="alternative">Greater: the difference is above the margin. Less: below it (non-inferiority). TwoSided: not equal to it.</param>
    /// <returns>z, p and the restricted shares; margin 0 with no events, or only events, on both sides gives z = 0.</returns>
    /// <exception cref="ArgumentException">The margin is NaN or outside (-1, 1), or counts are a default value.</exception>
    public static ScoreTest Test(in RatioCounts canary, in RatioCounts baseline, double margin, Alternative alternative) =>
        ShareScore.Test(canary, baseline, margin, alternative, smallSample: true);

    /// <summary>The differences p_canary - p_baseline that the test does not reject.</summary>
    /// <param name="canary">Canary counts; fractions allowed.</param>
    /// <param name="baseline">Baseline counts; fractions allowed.</param>
    /// <param name="confidence">Nominal coverage, in (0, 1), such as 0.95.</param>
    /// <param name="alternative">TwoSided: both ends. Greater: only a lower end (upper is 1). Less: only an upper end (lower is -1).</param>
    /// <returns>The interval inside [-1, 1]; zero events on both sides still give a width, about z² over the trials.</returns>
    /// <exception cref="ArgumentException">The confidence is NaN or outside (0, 1), or counts are a default value.</exception>
    public static EstimateInterval Interval(in RatioCounts canary, in RatioCounts baseline, double confidence, Alternative alternative = Alternative.TwoSided)
    {
        RatioCounts.Check(canary, baseline);
        double z = NormalScore.UpperQuantile(EstimateInterval.TailOf(confidence, alternative));
        double difference = RatioCounts.Difference(canary, baseline);
        // Below confidence 1/2 a one-sided end passes the estimate, so the search always spans the whole range.
        double lower = alternative == Alternative.Less || difference <= -1 ? -1 : RootFinder.Solve(new Distance(canary, baseline, z), -1, 1);
        double upper = alternative == Alternative.Greater || difference >= 1 ? 1 : RootFinder.Solve(new Distance(canary, baseline, -z), -1, 1);
        return new EstimateInterval(difference, lower, upper, confidence);
    }

    private readonly record struct Distance(RatioCounts Canary, RatioCounts Baseline, double Critical) : IFunction
    {
        public double At(double margin) => Math.Clamp(ShareScore.Z(Canary, Baseline, margin, smallSample: true).Z - Critical, -1e100, 1e100);
    }
}
