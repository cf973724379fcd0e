using System.Text.Json.Nodes;
using CanaryJudge.Analyzer.Rollouts.Kubernetes.Api;

namespace CanaryJudge.Analyzer.Rollouts.Kubernetes;

/// <summary>A GitOps tool that keeps an object as Git has it, and would undo a change.</summary>
/// <param name="Words">The tool and what of it: "Argo CD (shop:apps/Deployment:shop/checkout)".</param>
/// <param name="Managers">Names under which the tool writes fields.</param>
internal sealed record GitOwner(string Words, IReadOnlyList<string> Managers)
{
    private const string ArgoTracking = "argocd.argoproj.io/tracking-id";
    private const string Instance = "app.kubernetes.io/instance";
    private const string FluxReconcile = "kustomize.toolkit.fluxcd.io/reconcile";

    private static readonly string[] Argo = ["argocd-controller", "argocd-application-controller", "argocd-server"];
    private static readonly string[] Kustomize = ["kustomize-controller"];
    private static readonly string[] Helm = ["helm-controller"];

    /// <summary>The tool that an object belongs to; null when there is none. Helm alone is none: it writes only when somebody runs it.</summary>
    public static GitOwner? Of(JsonNode? found)
    {
        JsonNode? labels = found.At("metadata", "labels"), annotations = found.At("metadata", "annotations");
        if (Either(ArgoTracking) is { Length: > 0 } tracking) return new($"Argo CD ({tracking})", Argo);
        if (labels.Text(Instance) is { Length: > 0 } application && Writes(found, Argo)) return new($"Argo CD ({application})", Argo);
        if (labels.Text("helm.toolkit.fluxcd.io/name") is { Length: > 0 } release) return new($"Flux (HelmRelease {labels.Text("helm.toolkit.fluxcd.io/namespace")}/{release})", Helm);
        if (labels.Text("kustomize.toolkit.fluxcd.io/name") is { Length: > 0 } kustomization && Either(FluxReconcile) != "disabled")
            return new($"Flux (Kustomization {labels.Text("kustomize.toolkit.fluxcd.io/namespace")}/{kustomization})", Kustomize);
        return null;

        string Either(string key) => annotations.Text(key) is { Length: > 0 } annotated ? annotated : labels.Text(key);
    }

    /// <summary>Whether the tool was the last to write a field. When it cannot be told, it was.</summary>
    /// <param name="found">The object.</param>
    /// <param name="path">The field: spec, replicas.</param>
    public bool Owns(JsonNode? found, params ReadOnlySpan<string> path)
    {
        IReadOnlyList<JsonNode?> entries = found.List("metadata", "managedFields");
        if (entries.Count == 0) return true;
        foreach (JsonNode? entry in entries)
        {
            if (Managers.Contains(entry.Text("manager")) && Has(entry.At("fieldsV1"), path)) return true;
        }

        return false;
    }

    private static bool Writes(JsonNode? found, string[] managers) => found.List("metadata", "managedFields").Any(entry => managers.Contains(entry.Text("manager")));

    private static bool Has(JsonNode? fields, ReadOnlySpan<string> path)
    {
        foreach (string name in path)
        {
            fields = fields.At("f:" + name);
            if (fields is null) return false;
        }

        return true;
    }
}
