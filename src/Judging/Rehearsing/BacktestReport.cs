namespace CanaryJudge.Judging.Rehearsing;

/// <summary>What a policy would have done to rollouts over the past.</summary>
public sealed record BacktestReport
{
    /// <summary>The past and the policy.</summary>
    public required Past Past { get; init; }

    /// <summary>How the rehearsals were formed.</summary>
    public required RehearsalSettings Settings { get; init; }

    /// <summary>The whole policy with everything healthy: every rollback is a false one.</summary>
    public required Endings Healthy { get; init; }

    /// <summary>One entry a metric, in the policy's order.</summary>
    public required IReadOnlyList<MetricBacktest> Metrics { get; init; }

    /// <summary>The metric that costs the most: by false rollbacks, then by how seldom it passes, then by how late; null when all pass, and alike.</summary>
    public MetricBacktest? Noisiest { get; init; }

    /// <summary>What to change, each a sentence; none when nothing asks for it.</summary>
    public IReadOnlyList<string> Suggestions { get; init; } = [];
}
