using System.Text.Json.Nodes;

namespace CanaryJudge.Analyzer.Rollouts.Kubernetes.Workloads;

/// <summary>One Deployment and the ReplicaSets of its versions.</summary>
internal sealed record DeploymentObservation : RolloutObservation
{
    /// <summary>The Deployment.</summary>
    public required DeploymentView Deployment { get; init; }

    /// <summary>Its ReplicaSets, by the identity of their version.</summary>
    public required IReadOnlyDictionary<string, JsonNode> Versions { get; init; }
}
