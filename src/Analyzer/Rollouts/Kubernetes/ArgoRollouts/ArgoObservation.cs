namespace CanaryJudge.Analyzer.Rollouts.Kubernetes.ArgoRollouts;

/// <summary>A Rollout at one moment.</summary>
internal sealed record ArgoObservation : RolloutObservation
{
    /// <summary>As it was read.</summary>
    public required ArgoView View { get; init; }
}
