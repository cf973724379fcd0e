namespace CanaryJudge.Analyzer.Rollouts.Kubernetes.Workloads;

/// <summary>One Deployment that rolls from one version to the next, and is held half-way (paused) while the canary is judged. Section Rollouts:Targets:NAME:Settings, kind deployment.</summary>
internal sealed class DeploymentSettings
{
    /// <summary>Its namespace. Required.</summary>
    public string Namespace { get; set; } = "";

    /// <summary>Its name. Required.</summary>
    public string Name { get; set; } = "";
}
