namespace CanaryJudge.Judging.Rehearsing;

/// <summary>What would let a metric be decided: each by itself, the rest as it is. Null where it would not help within reason, or was not tried.</summary>
/// <param name="Horizon">Windows of horizon, warm-up included.</param>
/// <param name="MarginFactor">The margin times this.</param>
/// <param name="Share">The canary's share of the traffic.</param>
public sealed record Remedy(int? Horizon, double? MarginFactor, double? Share)
{
    /// <summary>True when nothing that was tried would.</summary>
    public bool IsNone => Horizon is null && MarginFactor is null && Share is null;
}
