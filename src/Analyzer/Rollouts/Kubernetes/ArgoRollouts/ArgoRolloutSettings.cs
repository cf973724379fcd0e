namespace CanaryJudge.Analyzer.Rollouts.Kubernetes.ArgoRollouts;

/// <summary>A Rollout of Argo Rollouts. Section Rollouts:Targets:NAME:Settings, kind argo-rollout.</summary>
internal sealed class ArgoRolloutSettings
{
    /// <summary>Its namespace. Required.</summary>
    public string Namespace { get; set; } = "";

    /// <summary>Its name. Required.</summary>
    public string Name { get; set; } = "";

    /// <summary>
    /// What a promotion does. Full: all remaining steps, pauses and analyses are passed over, and it is done when the new version is the stable one. Step: the pause that it stands in is
    /// ended, and its own steps go on. Default: Full.
    /// </summary>
    public ArgoPromotion Promote { get; set; } = ArgoPromotion.Full;
}
