namespace CanaryJudge.Statistics;

/// <summary>How the null distribution of the signed-rank sum is computed. Ask for one to force it; the result names the one that was used, never <see cref="Auto"/>.</summary>
public enum SignedRankMethod
{
    /// <summary>
    /// <see cref="Exact"/> while it fits, then <see cref="Saddlepoint"/>; above 4,096 differences that are not zero <see cref="Edgeworth"/> up to eight deviations from the mean.
    /// An interval takes <see cref="Edgeworth"/> in place of <see cref="Saddlepoint"/> unless the error of an end is below 0.001.
    /// </summary>
    Auto,

    /// <summary>All 2^n signs, counted in whole numbers over doubled mid-ranks, so ties and Pratt's ranks are exact too. Up to 100 differences that are not zero and, with Pratt's rule, a rank total up to 20,200.</summary>
    Exact,

    /// <summary>
    /// Saddlepoint approximation (Lugannani and Rice 1980), ties and Pratt's ranks included. At 101 differences without ties within 0.05 % of exact down to p = 10^-9 and 14 % at the last arrangements;
    /// with few distinct sizes, which leave gaps between the sums, within 15 %.
    /// </summary>
    Saddlepoint,

    /// <summary>
    /// Normal with continuity correction and the fourth-cumulant term in the exponent; right for ties as well, since the sum has independent terms.
    /// At 101 differences within 1 % of exact down to p = 5·10^-4 and 50 % to 10^-9; the error falls with the square of the number.
    /// </summary>
    Edgeworth,

    /// <summary>Normal with tie-corrected variance and continuity correction of one half: what R's wilcox.test calls exact = FALSE.</summary>
    Normal,
}
