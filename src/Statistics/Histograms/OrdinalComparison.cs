namespace CanaryJudge.Statistics;

/// <summary>A rank comparison of two histograms over the same buckets.</summary>
/// <param name="U">Pairs in which the canary's request fell in a higher bucket, ties one half; in [0, canary total · baseline total].</param>
/// <param name="A12">U over all pairs: the chance that a canary request is slower than a baseline one, ties one half. 0.5 means no difference.</param>
/// <param name="Z">Standardised U, corrected for ties, without continuity correction; 0 when all requests share one bucket.</param>
/// <param name="P">The p-value of Z for independent requests.</param>
public readonly record struct OrdinalComparison(double U, double A12, double Z, double P);
