namespace CanaryJudge.Statistics;

/// <summary>
/// Farrington and Manning's score test of two shares with a margin: "is the canary's error share more than 0.5 points above the baseline's?" (Greater), or "is it less
/// than that above?" (Less, non-inferiority).
/// </summary>
/// <remarks>
/// The variance is taken at the shares most likely under the margin, which keeps the level where the plain z test fails (small counts, zero events).
/// Assumes independent trials: divide z by the root of the dispersion when errors come in bursts. Farrington and Manning (1990), Statist. Med. 9, 1447-1454.
/// </remarks>
public static class FarringtonManning
{
    /// <summary>Tests p_canary - p_baseline against the margin.</summary>
    /// <param name="canary">Canary counts; fractions allowed.</param>
    /// <param name="baseline">Baseline counts; fractions allowed.</param>
    /// <param name="margin">The difference under the null hypothesis, in (-1, 1); 0 gives the pooled z test.</param>
    /// <param name="alternative">Greater: the difference is above the margin. Less: below it. TwoSided: not equal to it.</param>
    /// <returns>z, p and the restricted shares. Zero events on both sides: z is -sqrt(n margin / (1 - margin)) of the canary for a positive margin, and 0 (p = 1/2 or 1) for margin 0.</returns>
    /// <exception cref="ArgumentException">The margin is NaN or outside (-1, 1), or counts are a default value.</exception>
    public static ScoreTest Test(in RatioCounts canary, in RatioCounts baseline, double margin, Alternative alternative) =>
        ShareScore.Test(canary, baseline, margin, alternative, smallSample: false);
}
