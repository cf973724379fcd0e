namespace CanaryJudge.Statistics;

/// <summary>Canary requests needed to decide; the baseline needs its share of the traffic in proportion.</summary>
/// <param name="UnderHarm">Expected for the sequential test when the canary is worse by the margin.</param>
/// <param name="UnderSafety">Expected for the sequential test when it is not worse.</param>
/// <param name="FixedSize">Needed by one test at a fixed time with the same error chances.</param>
public readonly record struct SprtRequests(double UnderHarm, double UnderSafety, double FixedSize);
