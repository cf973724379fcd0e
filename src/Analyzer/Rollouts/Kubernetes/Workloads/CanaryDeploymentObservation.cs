using CanaryJudge.Analyzer.Rollouts.Kubernetes.Traffic;

namespace CanaryJudge.Analyzer.Rollouts.Kubernetes.Workloads;

/// <summary>Both Deployments, and where the traffic goes.</summary>
internal sealed record CanaryDeploymentObservation : RolloutObservation
{
    /// <summary>The Deployment of the current version.</summary>
    public required DeploymentView Steady { get; init; }

    /// <summary>The Deployment of the new version.</summary>
    public required DeploymentView Canary { get; init; }

    /// <summary>What splits the traffic.</summary>
    public required IReadOnlyList<TrafficView> Routes { get; init; }
}
