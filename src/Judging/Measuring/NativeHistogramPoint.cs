namespace CanaryJudge.Judging.Measuring;

/// <summary>One sample of a native (exponential) histogram, as a list of its non-empty buckets.</summary>
/// <param name="Count">Observations so far.</param>
/// <param name="Sum">Sum of the observations so far; NaN when unknown.</param>
/// <param name="Lower">Lower bound of each bucket, rising.</param>
/// <param name="Upper">Upper bound of each bucket, at the same index.</param>
/// <param name="Counts">Observations in each bucket so far (not cumulative over buckets), at the same index.</param>
public sealed record NativeHistogramPoint(double Count, double Sum, double[] Lower, double[] Upper, double[] Counts);
