using System.Text.Json.Nodes;
using CanaryJudge.Analyzer.Rollouts.Kubernetes.Api;

namespace CanaryJudge.Analyzer.Rollouts.Kubernetes.Traffic;

/// <summary>An object that splits traffic between the baseline and the canary.</summary>
/// <param name="address">Where it is.</param>
internal abstract class TrafficRoute(ObjectAddress address)
{
    /// <summary>Where it is.</summary>
    public ObjectAddress Address => address;

    /// <summary>What the object says of the traffic. Pure.</summary>
    public abstract TrafficView View(JsonObject content);

    /// <summary>The step that takes all traffic to the baseline.</summary>
    public static KubernetesStep ToBaseline(TrafficView view) =>
        KubernetesStep.Of($"traffic {view.Address.Resource.Plural}/{view.Address.Name}", $"Takes all traffic of {view.Address} to the baseline: {string.Join("; ", view.Changes)}.", view.Address, "", view.Patch);
}
