namespace CanaryJudge.Statistics;

/// <summary>How the null distribution of the Mann-Whitney U is computed. Ask for one to force it; the result names the one that was used, never <see cref="Auto"/>.</summary>
public enum MannWhitneyMethod
{
    /// <summary>
    /// The most exact one the sizes allow. Without ties: <see cref="Exact"/> while min(n, m)·n·m is at most 2^20 and the number of arrangements below 2^127
    /// (65 values a side; 5 against 40,000), then <see cref="Saddlepoint"/> while the smaller sample has at most 4,096 values, then <see cref="Edgeworth"/>. With ties: <see cref="Permutation"/> while (n + m)·min(n, m)·n·m is at most 2^22 and the
    /// arrangements stay below 2^63 (33 values a side; 3 against 680), else <see cref="Normal"/>.
    /// </summary>
    Auto,

    /// <summary>The exact distribution of U without ties, counted in whole numbers (Mann and Whitney 1947). Refused for tied samples.</summary>
    Exact,

    /// <summary>The exact permutation distribution of U given the ties at hand (Streitberg and Röhmel 1986), counted in whole numbers. Without ties the same as <see cref="Exact"/>.</summary>
    Permutation,

    /// <summary>
    /// Saddlepoint approximation (Lugannani and Rice 1980): within 0.03 % of exact down to p = 10^-9 from 65 values a side on, within 3 % for five values against many,
    /// within 22 % at the very last arrangements. Refused for tied samples.
    /// </summary>
    Saddlepoint,

    /// <summary>
    /// Normal with continuity correction and the fourth-cumulant term (Fix and Hodges 1955) in the exponent, so that the far tail stays positive and monotone.
    /// At 65 values a side within 1.3 % of exact down to p = 10^-4 and 28 % to 10^-9; the error falls with the square of the size. Refused for tied samples.
    /// </summary>
    Edgeworth,

    /// <summary>
    /// Normal with tie-corrected variance and continuity correction of one half: what R's wilcox.test calls exact = FALSE.
    /// Without ties, at 65 values a side, off by 21 % at p = 10^-4 and by a factor of 4 at 10^-9, always too large.
    /// </summary>
    Normal,
}
