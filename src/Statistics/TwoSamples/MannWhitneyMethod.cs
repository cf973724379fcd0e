namespace CanaryJudge.Statistics;

/// <summary>How the null distribution of the Mann-Whitney U is computed. Ask for one to force it; the result names the one that was used, never <see cref="Auto"/>.</summary>
public enum MannWhitneyMethod
{
    /// <summary>
    /// The most exact one the sizes allow. Without ties: <see cref="Exact"/> while min(n, m)·n·m is at most 2^20 and the number of arrangements below 2^127
    /// (65 values a side; 5 against 40,000), else <see cref="Edgeworth"/>. With ties: <see cref="Permutation"/> while (n + m)·min(n, m)·n·m is at most 2^22 and the
    /// arrangements stay below 2^63 (33 values a side; 3 against 680), else <see cref="Normal"/>.
    /// </summary>
    Auto,

    /// <summary>The exact distribution of U without ties, counted in whole numbers (Mann and Whitney 1947). Refused for tied samples.</summary>
    Exact,

    /// <summary>The exact permutation distribution of U given the ties at hand (Streitberg and Röhmel 1986), counted in whole numbers. Without ties the same as <see cref="Exact"/>.</summary>
    Permutation,

    /// <summary>
    /// Normal with continuity correction and the fourth-cumulant term (Fix and Hodges 1955) in the exponent, so that the far tail stays positive and monotone.
    /// Refused for tied samples.
    /// </summary>
    Edgeworth,

    /// <summary>Normal with tie-corrected variance and continuity correction of one half: what R's wilcox.test calls exact = FALSE.</summary>
    Normal,
}
