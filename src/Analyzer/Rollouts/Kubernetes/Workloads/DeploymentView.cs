using System.Text.Json.Nodes;
using CanaryJudge.Analyzer.Rollouts.Kubernetes.Api;

namespace CanaryJudge.Analyzer.Rollouts.Kubernetes.Workloads;

/// <summary>A Deployment as it was read.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="Content">What was read.</param>
internal sealed record DeploymentView(ObjectAddress Address, JsonObject Content)
{
    /// <summary>The identity of its version: the Deployment's uid with the digest of its pod template.</summary>
    public string Version { get; } = $"{Content.Uid()}/{PodTemplate.Digest(Content.At("spec", "template"))}";

    /// <summary>The pod template.</summary>
    public JsonNode? Template => Content.At("spec", "template");

    /// <summary>Replicas wanted.</summary>
    public long Wanted => Content.Number("spec", "replicas") ?? 1;

    /// <summary>Replicas there are, of every version.</summary>
    public long Replicas => Content.Number("status", "replicas") ?? 0;

    /// <summary>Replicas that serve.</summary>
    public long Ready => Content.Number("status", "readyReplicas") ?? 0;

    /// <summary>Replicas of the wanted version.</summary>
    public long Updated => Content.Number("status", "updatedReplicas") ?? 0;

    /// <summary>True while nothing is rolled out.</summary>
    public bool IsPaused => Content.Flag("spec", "paused");

    /// <summary>True when the controller has seen what is wanted now.</summary>
    public bool IsObserved => Content.Number("status", "observedGeneration") >= Content.Generation();

    /// <summary>True when every replica is of the wanted version and available, and no other is left.</summary>
    public bool IsComplete => IsObserved && Updated == Wanted && Replicas == Wanted && (Content.Number("status", "availableReplicas") ?? 0) == Wanted;

    /// <summary>The GitOps tool that keeps it as Git has it; null when there is none.</summary>
    public GitOwner? Git => GitOwner.Of(Content);

    /// <summary>The object that made this one and keeps it as it wants, in words; null when there is none.</summary>
    public string? Controller => Content.List("metadata", "ownerReferences").FirstOrDefault(owner => owner.Flag("controller")) is { } owner ? $"{owner.Text("kind")} {owner.Text("name")}" : null;

    /// <summary>In a short phrase: "Deployment shop/checkout: 3 of 4 ready, 1 updated, paused".</summary>
    public string Fact
    {
        get
        {
            string stuck = Content.Condition("Progressing").Text("reason") == "ProgressDeadlineExceeded" ? ", progress deadline exceeded" : "";
            return $"{Address}: {Ready} of {Wanted} ready, {Updated} updated{(Replicas > Wanted ? $", {Replicas} there" : "")}{(IsPaused ? ", paused" : "")}{(IsObserved ? "" : ", not observed yet")}{stuck}";
        }
    }
}
