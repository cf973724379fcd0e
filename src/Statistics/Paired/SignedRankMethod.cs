namespace CanaryJudge.Statistics;

/// <summary>How the null distribution of the signed-rank sum is computed. Ask for one to force it; the result names the one that was used, never <see cref="Auto"/>.</summary>
public enum SignedRankMethod
{
    /// <summary><see cref="Exact"/> while it fits, then <see cref="Edgeworth"/>.</summary>
    Auto,

    /// <summary>All 2^n signs, counted in whole numbers over doubled mid-ranks, so ties and Pratt's ranks are exact too. Up to 100 differences that are not zero and, with Pratt's rule, a rank total up to 20,200.</summary>
    Exact,

    /// <summary>Normal with continuity correction and the fourth-cumulant term in the exponent; right for ties as well, since the sum has independent terms.</summary>
    Edgeworth,

    /// <summary>Normal with tie-corrected variance and continuity correction of one half: what R's wilcox.test calls exact = FALSE.</summary>
    Normal,
}
