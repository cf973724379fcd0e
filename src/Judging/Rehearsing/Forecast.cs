namespace CanaryJudge.Judging.Rehearsing;

/// <summary>What a policy can do at the traffic and noise of a past: said before a rollout.</summary>
public sealed record Forecast
{
    /// <summary>The past and the policy.</summary>
    public required Past Past { get; init; }

    /// <summary>How the rehearsals were formed.</summary>
    public required RehearsalSettings Settings { get; init; }

    /// <summary>The whole policy with everything healthy: how often, and after how many windows, it promotes.</summary>
    public required Endings Healthy { get; init; }

    /// <summary>One entry a metric, in the policy's order.</summary>
    public required IReadOnlyList<MetricForecast> Metrics { get; init; }

    /// <summary>What to change, each a sentence; none when every metric can be decided within the horizon.</summary>
    public IReadOnlyList<string> Suggestions { get; init; } = [];
}
