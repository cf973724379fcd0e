namespace CanaryJudge.Analyzer.Rollouts.Kubernetes.ArgoRollouts;

/// <summary>What a promotion of a Rollout does.</summary>
internal enum ArgoPromotion
{
    /// <summary>Passes over all remaining steps.</summary>
    Full,

    /// <summary>Ends the pause that it stands in.</summary>
    Step,
}
