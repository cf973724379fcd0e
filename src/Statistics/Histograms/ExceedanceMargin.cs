namespace CanaryJudge.Statistics;

/// <summary>
/// "The p99 must not get more than 10 % worse" as a question about counts: how large a share of requests above a bucket edge may grow. The edge is a bound of the
/// histogram, so the count above it is exact.
/// </summary>
/// <param name="Quantile">The reference value of the quantile, in the bounds' unit, interpolated.</param>
/// <param name="Edge">Index of the bound used: the largest one at or below (1 + margin) times the reference value; -1 when there is none.</param>
/// <param name="Shift">Share of requests that would move above the edge if everything got slower by the margin.</param>
/// <param name="Mass">Share of requests that a lump above (1 + margin) times the value would add.</param>
/// <param name="Harm">The smallest growth of the share above the edge that counts as harm, in (0, 1).</param>
/// <param name="Safety">The growth to be ruled out before promotion: the mean of Harm and Shift, at least Harm. Proof against the smaller lump alone costs weeks of traffic.</param>
/// <param name="UpperEdge">Index of the next bound, for a second stream that sees a pure tail sooner; -1 when there is none or the quantile is at most 0.5.</param>
/// <param name="UpperHarm">The smallest growth above the upper edge that counts as harm; 0 without an upper edge.</param>
/// <param name="IsResolved">Whether an edge lies between the value over 2.5 and (1 + margin) times the value: if not, these buckets are too coarse for this margin.</param>
public readonly record struct ExceedanceMargin(
    double Quantile, int Edge, double Shift, double Mass, double Harm, double Safety, int UpperEdge, double UpperHarm, bool IsResolved);
