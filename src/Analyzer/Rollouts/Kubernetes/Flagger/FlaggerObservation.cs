using System.Text.Json.Nodes;

namespace CanaryJudge.Analyzer.Rollouts.Kubernetes.Flagger;

/// <summary>A Canary at one moment.</summary>
internal sealed record FlaggerObservation : RolloutObservation
{
    /// <summary>As it was read.</summary>
    public required JsonObject Canary { get; init; }

    /// <summary>status.phase.</summary>
    public required string Phase { get; init; }
}
