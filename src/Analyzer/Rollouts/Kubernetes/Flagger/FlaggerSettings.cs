namespace CanaryJudge.Analyzer.Rollouts.Kubernetes.Flagger;

/// <summary>A Canary of Flagger. Section Rollouts:Targets:NAME:Settings, kind flagger.</summary>
internal sealed class FlaggerSettings
{
    /// <summary>Its namespace. Required.</summary>
    public string Namespace { get; set; } = "";

    /// <summary>Its name. Required.</summary>
    public string Name { get; set; } = "";
}
