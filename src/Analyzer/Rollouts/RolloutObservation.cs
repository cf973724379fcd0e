namespace CanaryJudge.Analyzer.Rollouts;

/// <summary>A rollout at one moment. A kind derives from it to keep what it needs for the next move.</summary>
internal record RolloutObservation
{
    /// <summary>
    /// Identity of the version that is being rolled out (the canary); empty when there is none. Two versions never share one, and it stays the same while the version does:
    /// an object's uid with the hash of its template, a commit, a digest. An action of another revision is never sent.
    /// </summary>
    public required string Revision { get; init; }

    /// <summary>
    /// Identity of the version that a rollback returns to, of the same make: where a rollback restores it in place, the <see cref="Revision"/> is this one afterwards. Empty when there is none.
    /// </summary>
    public required string Baseline { get; init; }

    /// <summary>The canary's share of the traffic, 0 to 1; null when it cannot be known.</summary>
    public required double? CanaryTraffic { get; init; }

    /// <summary>True when nothing is on its way any more: what is wanted of the rollout is what is there.</summary>
    public required bool IsSettled { get; init; }

    /// <summary>True when the rollout is held where it is; null when it cannot be known.</summary>
    public bool? IsHeld { get; init; }

    /// <summary>Who else writes to it and may undo a change, such as a GitOps tool, in words; null when nobody is known to.</summary>
    public string? Owner { get; init; }

    /// <summary>What was seen, in short phrases for the record: replicas, weights, conditions. No secrets. At most twenty.</summary>
    public IReadOnlyList<string> Facts { get; init; } = [];
}
