namespace CanaryJudge.Statistics;

/// <summary>What the signed-rank test does with differences of exactly zero.</summary>
public enum ZeroRule
{
    /// <summary>Leaves them out before ranking (Wilcoxon 1945; what R does).</summary>
    Drop,

    /// <summary>Ranks them with the rest, then leaves them out (Pratt 1959): steadier when more than a tenth of the differences are zero.</summary>
    Pratt,
}
