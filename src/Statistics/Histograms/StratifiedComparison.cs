namespace CanaryJudge.Statistics;

/// <summary>A rank comparison of two histograms, window by window.</summary>
/// <param name="Windows">Windows in which both sides had requests; the others say nothing.</param>
/// <param name="A12">Weighted mean over windows of the chance that a canary request is slower than a baseline one; NaN without windows.</param>
/// <param name="Z">Van Elteren's statistic, for independent requests; 0 without spread.</param>
/// <param name="P">The p-value of Z.</param>
/// <param name="ClusteredT">(A12 - 0.5) over its standard error from the spread between windows: right when requests within a window are alike. 0 below two windows or without spread.</param>
/// <param name="ClusteredP">The p-value of ClusteredT with windows - 1 degrees of freedom; 1 (two-sided) or 0.5 below two windows.</param>
public readonly record struct StratifiedComparison(int Windows, double A12, double Z, double P, double ClusteredT, double ClusteredP);
