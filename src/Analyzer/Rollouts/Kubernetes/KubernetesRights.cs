using CanaryJudge.Analyzer.Rollouts.Kubernetes.Api;

namespace CanaryJudge.Analyzer.Rollouts.Kubernetes;

/// <summary>The rights that each kind of target needs, one verb at a time, and what for: the one place that a Role is made from. Docs and chart are compared with it.</summary>
internal static class KubernetesRights
{
    /// <summary>One Deployment, half-way.</summary>
    public const string Deployment = "deployment";

    /// <summary>A canary Deployment beside that of the baseline.</summary>
    public const string CanaryDeployment = "canary-deployment";

    /// <summary>A Rollout of Argo Rollouts.</summary>
    public const string ArgoRollout = "argo-rollout";

    /// <summary>A Canary of Flagger.</summary>
    public const string Flagger = "flagger";

    /// <summary>Every right.</summary>
    public static IReadOnlyList<KubernetesRight> All { get; } =
    [
        Right(Deployment, "get", ApiResource.Deployments, "", "look"),
        Right(Deployment, "list", ApiResource.ReplicaSets, "", "look: the versions it has"),
        Right(Deployment, "patch", ApiResource.Deployments, "", "promote, hold, rollback"),
        Right(CanaryDeployment, "get", ApiResource.Deployments, "", "look"),
        Right(CanaryDeployment, "patch", ApiResource.Deployments, "scale", "promote, rollback: the canary to no replicas"),
        Right(CanaryDeployment, "patch", ApiResource.Deployments, "", "promote: the baseline takes the canary's template; leave it out where only rollbacks are wanted"),
        Right(CanaryDeployment, "get", ApiResource.HttpRoutes, "", "look, with Settings:HttpRoutes"),
        Right(CanaryDeployment, "patch", ApiResource.HttpRoutes, "", "promote, rollback, with Settings:HttpRoutes"),
        Right(CanaryDeployment, "get", ApiResource.VirtualServices, "", "look, with Settings:VirtualServices"),
        Right(CanaryDeployment, "patch", ApiResource.VirtualServices, "", "promote, rollback, with Settings:VirtualServices"),
        Right(ArgoRollout, "get", ApiResource.Rollouts, "", "look"),
        Right(ArgoRollout, "patch", ApiResource.Rollouts, "status", "promote, rollback"),
        Right(ArgoRollout, "patch", ApiResource.Rollouts, "", "hold, and the end of a hold"),
        Right(Flagger, "get", ApiResource.Canaries, "", "look"),
        Right(Flagger, "patch", ApiResource.Canaries, "status", "rollback"),
        Right(Flagger, "patch", ApiResource.Canaries, "", "hold, and the end of a hold"),
    ];

    private static KubernetesRight Right(string kind, string verb, ApiResource resource, string part, string purpose) =>
        new(kind, new RolloutRight(verb, resource.Group, part.Length > 0 ? $"{resource.Plural}/{part}" : resource.Plural, ""), purpose);
}
