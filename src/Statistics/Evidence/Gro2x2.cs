namespace CanaryJudge.Statistics;

/// <summary>
/// The e-value for "both sides have the same event share" in one block of requests that grows fastest under one alternative. Exact at every common share, also with shares
/// near 1; multiply it over blocks (add the logarithms), with alternatives fixed before each block.
/// </summary>
/// <remarks>Turner, Ly and Grünwald (2024), J. Statist. Plann. Inference 230, 106116. Assumes independent requests.</remarks>
public static class Gro2x2
{
    /// <summary>ln E of a block.</summary>
    /// <param name="canary">Canary events and requests.</param>
    /// <param name="baseline">Baseline events and requests.</param>
    /// <param name="canaryShare">The canary's share under the alternative, in (0, 1).</param>
    /// <param name="baselineShare">The baseline's share under the alternative, in (0, 1).</param>
    /// <returns>The likelihood of the alternative over that of the common share (n_C θ_C + n_B θ_B)/(n_C + n_B), as a logarithm; 0 when both shares are equal.</returns>
    /// <exception cref="ArgumentException">Counts are a default value, or a share is NaN or out of range.</exception>
    public static double LnE(in RatioCounts canary, in RatioCounts baseline, double canaryShare, double baselineShare)
    {
        RatioCounts.Check(canary, baseline);
        if (!(canaryShare > 0 && canaryShare < 1)) throw new ArgumentException($"The canary share is {canaryShare:R}: it must lie between 0 and 1.", nameof(canaryShare));
        if (!(baselineShare > 0 && baselineShare < 1)) throw new ArgumentException($"The baseline share is {baselineShare:R}: it must lie between 0 and 1.", nameof(baselineShare));
        double all = canary.Trials + baseline.Trials, gap = canaryShare - baselineShare;
        double common = (canary.Trials * canaryShare + baseline.Trials * baselineShare) / all;
        double canaryAway = gap * (baseline.Trials / all), baselineAway = -gap * (canary.Trials / all);
        return Side(canary, canaryShare, common, canaryAway) + Side(baseline, baselineShare, common, baselineAway);
    }

    private static double Side(in RatioCounts counts, double share, double common, double away) =>
        (counts.Events > 0 ? counts.Events * Elementary.LnRatio(share, common, away) : 0)
        + (counts.Others > 0 ? counts.Others * Elementary.LnRatio(1 - share, 1 - common, -away) : 0);
}
