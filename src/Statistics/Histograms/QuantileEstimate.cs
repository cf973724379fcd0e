namespace CanaryJudge.Statistics;

/// <summary>A quantile read from buckets, with what had to be repaired on the way.</summary>
/// <param name="Value">The quantile in the buckets' unit; NaN without observations.</param>
/// <param name="ForcedMonotonic">A cumulative count was below an earlier one and was raised to it.</param>
/// <param name="FixedPrecision">Two cumulative counts differed by less than 1e-12 of their sum and were taken as equal.</param>
public readonly record struct QuantileEstimate(double Value, bool ForcedMonotonic, bool FixedPrecision);
