using System.Text.Json.Nodes;
using CanaryJudge.Analyzer.Rollouts.Kubernetes.Api;

namespace CanaryJudge.Analyzer.Rollouts.Kubernetes.Traffic;

/// <summary>Where an object sends traffic, and the patch after which nothing in it points at the canary any more.</summary>
internal sealed record TrafficView
{
    /// <summary>The object.</summary>
    public required ObjectAddress Address { get; init; }

    /// <summary>What was read.</summary>
    public required JsonObject Content { get; init; }

    /// <summary>The patch; empty when nothing points at the canary.</summary>
    public required JsonPatch Patch { get; init; }

    /// <summary>What the patch changes, rule by rule.</summary>
    public required IReadOnlyList<string> Changes { get; init; }

    /// <summary>The lists that the patch changes, below spec.</summary>
    public required IReadOnlyList<string> Lists { get; init; }

    /// <summary>The canary's largest share in a rule that also names the baseline; 0 when nothing points at it; null when only rules without the baseline do.</summary>
    public required double? CanaryShare { get; init; }

    /// <summary>What may still lead to the canary and cannot be seen here, such as a route that delegates.</summary>
    public required IReadOnlyList<string> Unseen { get; init; }

    /// <summary>The rules in short phrases: "rule 0: checkout 90, checkout-canary 10".</summary>
    public required IReadOnlyList<string> Facts { get; init; }

    /// <summary>Whether the gateway has taken the object as it is; null when it does not say.</summary>
    public required bool? IsApplied { get; init; }
}
