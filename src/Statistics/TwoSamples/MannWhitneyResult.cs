namespace CanaryJudge.Statistics;

/// <summary>What the Mann-Whitney test found.</summary>
/// <param name="U">Pairs in which the first sample's value is the larger, ties as one half: a multiple of 0.5 in [0, n·m]; exact while n·m is below 2^52.</param>
/// <param name="P">The p-value, in [0, 1]. Keeps its relative accuracy down to the smallest double; 0 only where the true value is below 5e-324.</param>
/// <param name="LnP">Natural logarithm of the p-value: finite where <paramref name="P"/> underflows.</param>
/// <param name="Method">The distribution that was used; never <see cref="MannWhitneyMethod.Auto"/>.</param>
public readonly record struct MannWhitneyResult(double U, double P, double LnP, MannWhitneyMethod Method);
