namespace CanaryJudge.Analyzer.Rollouts.Kubernetes.Workloads;

/// <summary>A canary Deployment beside that of the baseline, and what splits the traffic between them. Section Rollouts:Targets:NAME:Settings, kind canary-deployment.</summary>
internal sealed class CanaryDeploymentSettings
{
    /// <summary>Namespace of all of it. Required.</summary>
    public string Namespace { get; set; } = "";

    /// <summary>The Deployment of the current version. Required.</summary>
    public string Baseline { get; set; } = "";

    /// <summary>The Deployment of the new version. Required.</summary>
    public string Canary { get; set; } = "";

    /// <summary>HTTPRoutes that may lead to the canary. Default: none.</summary>
    public string[] HttpRoutes { get; set; } = [];

    /// <summary>VirtualServices of Istio that may lead to the canary. Default: none.</summary>
    public string[] VirtualServices { get; set; } = [];

    /// <summary>The Service that leads to the baseline. Required with routes.</summary>
    public string BaselineService { get; set; } = "";

    /// <summary>The Service that leads to the canary. Required with routes.</summary>
    public string CanaryService { get; set; } = "";

    /// <summary>The subset of a DestinationRule that is the baseline, where both are of one Service. Default: none.</summary>
    public string BaselineSubset { get; set; } = "";

    /// <summary>The subset of a DestinationRule that is the canary. Default: none.</summary>
    public string CanarySubset { get; set; } = "";
}
