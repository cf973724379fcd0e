using System.Text.Json.Nodes;
using CanaryJudge.Analyzer.Rollouts.Kubernetes;

namespace CanaryJudge.Analyzer.Tests.Kubernetes;

/// <summary>Which objects a GitOps tool keeps, and which of their fields.</summary>
public sealed class GitOwnerTests
{
    [Theory]
    [InlineData("""{"annotations":{"argocd.argoproj.io/tracking-id":"shop:apps/Deployment:shop/checkout"}}""", "Argo CD (shop:apps/Deployment:shop/checkout)")]
    [InlineData("""{"labels":{"app.kubernetes.io/instance":"shop"},"managedFields":[{"manager":"argocd-controller","fieldsV1":{}}]}""", "Argo CD (shop)")]
    [InlineData("""{"labels":{"kustomize.toolkit.fluxcd.io/name":"shop","kustomize.toolkit.fluxcd.io/namespace":"flux-system"}}""", "Flux (Kustomization flux-system/shop)")]
    [InlineData("""{"labels":{"helm.toolkit.fluxcd.io/name":"shop","helm.toolkit.fluxcd.io/namespace":"shop"}}""", "Flux (HelmRelease shop/shop)")]
    [InlineData("""{"labels":{"app.kubernetes.io/instance":"shop","app.kubernetes.io/managed-by":"Helm"},"managedFields":[{"manager":"helm","fieldsV1":{}}]}""", null)]
    [InlineData("""{"labels":{"kustomize.toolkit.fluxcd.io/name":"shop"},"annotations":{"kustomize.toolkit.fluxcd.io/reconcile":"disabled"}}""", null)]
    [InlineData("{}", null)]
    public void Of_KnowsTheToolsMarks(string metadata, string? words) => Assert.Equal(words, GitOwner.Of(Object(metadata))?.Words);

    [Theory]
    [InlineData("""[{"manager":"argocd-controller","fieldsV1":{"f:spec":{"f:replicas":{}}}}]""", true)]
    [InlineData("""[{"manager":"argocd-controller","fieldsV1":{"f:spec":{"f:template":{}}}},{"manager":"hpa","fieldsV1":{"f:spec":{"f:replicas":{}}}}]""", false)]
    [InlineData("[]", true)] // nothing is said of it: take it for the tool's
    public void Owns_IsWhatTheServerRecords(string managedFields, bool owns)
    {
        JsonNode found = Object($$"""{"annotations":{"argocd.argoproj.io/tracking-id":"shop"},"managedFields":{{managedFields}}}""");

        Assert.Equal(owns, GitOwner.Of(found)!.Owns(found, "spec", "replicas"));
    }

    private static JsonObject Object(string metadata) => new JsonObject { ["metadata"] = JsonNode.Parse(metadata) };
}
