namespace CanaryJudge.Analyzer.Rollouts.Kubernetes.Api;

/// <summary>A sort of object of the API.</summary>
/// <param name="Group">API group.</param>
/// <param name="Version">Version that is spoken.</param>
/// <param name="Plural">Name in paths and roles.</param>
/// <param name="Kind">Name of one.</param>
internal sealed record ApiResource(string Group, string Version, string Plural, string Kind)
{
    /// <summary>Deployments.</summary>
    public static ApiResource Deployments { get; } = new("apps", "v1", "deployments", "Deployment");

    /// <summary>ReplicaSets.</summary>
    public static ApiResource ReplicaSets { get; } = new("apps", "v1", "replicasets", "ReplicaSet");

    /// <summary>Rollouts of Argo Rollouts.</summary>
    public static ApiResource Rollouts { get; } = new("argoproj.io", "v1alpha1", "rollouts", "Rollout");

    /// <summary>Canaries of Flagger.</summary>
    public static ApiResource Canaries { get; } = new("flagger.app", "v1beta1", "canaries", "Canary");

    /// <summary>Routes of Gateway API.</summary>
    public static ApiResource HttpRoutes { get; } = new("gateway.networking.k8s.io", "v1", "httproutes", "HTTPRoute");

    /// <summary>Virtual services of Istio.</summary>
    public static ApiResource VirtualServices { get; } = new("networking.istio.io", "v1", "virtualservices", "VirtualService");

    /// <summary>Path of those of a namespace, below the API's address.</summary>
    public string Path(string inNamespace) => $"apis/{Group}/{Version}/namespaces/{Uri.EscapeDataString(inNamespace)}/{Plural}";
}
