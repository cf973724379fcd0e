using System.Text.Json.Nodes;
using CanaryJudge.Analyzer.Rollouts.Kubernetes.Api;
using CanaryJudge.Judging;

namespace CanaryJudge.Analyzer.Rollouts.Kubernetes.ArgoRollouts;

/// <summary>A Rollout as it was read.</summary>
/// <param name="Content">What was read.</param>
internal sealed record ArgoView(JsonObject Content)
{
    private const string Inconclusive = "InconclusiveAnalysisRun";

    /// <summary>Hash of the template that is wanted, as the controller has it.</summary>
    public string Current => Content.Text("status", "currentPodHash");

    /// <summary>Hash of the template that a rollback returns to.</summary>
    public string Stable => Content.Text("status", "stableRS");

    /// <summary>True when the new version has become the stable one, or there is no new one.</summary>
    public bool IsPromoted => Current.Length > 0 && Current == Stable;

    /// <summary>True when the controller has seen what is wanted now: before that its status is of something else.</summary>
    public bool IsObserved => Content.Text("status", "observedGeneration") == Content.Generation().ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>True when it is aborted, or about to be.</summary>
    public bool IsAborted => Content.Flag("status", "abort");

    /// <summary>True when a person or we stopped it: then nothing is scaled either.</summary>
    public bool IsPaused => Content.Flag("spec", "paused");

    /// <summary>Why the controller holds it.</summary>
    public IReadOnlyList<string> Pauses => [.. Content.List("status", "pauseConditions").Select(condition => condition.Text("reason"))];

    /// <summary>True when it was paused because an analysis could not tell.</summary>
    public bool IsInconclusive => Pauses.Contains(Inconclusive);

    /// <summary>The step that it is at.</summary>
    public long Step => Content.Number("status", "currentStepIndex") ?? 0;

    /// <summary>The canary's weight in percent; null when traffic follows the pods.</summary>
    public long? Weight => Content.At("status", "canary", "weights") is null ? null : Content.Number("status", "canary", "weights", "canary", "weight") ?? 0;

    /// <summary>Pods of the new version.</summary>
    public long CanaryPods => Content.Number("status", "updatedReplicas") ?? 0;

    /// <summary>Pods that serve.</summary>
    public long Ready => Content.Number("status", "readyReplicas") ?? 0;

    /// <summary>True when nothing goes to the new version any more.</summary>
    public bool IsDrained => Weight is { } weight ? weight == 0 : CanaryPods == 0;

    /// <summary>The canary's share of the traffic, 0 to 1; null when it cannot be told.</summary>
    public double? Share => IsPromoted ? 1 : Weight is { } weight ? Math.Clamp(weight / 100.0, 0, 1) : Content.Number("status", "replicas") is > 0 and { } all ? Math.Clamp((double)CanaryPods / all, 0, 1) : null;

    /// <summary>In short phrases.</summary>
    public IEnumerable<string> Facts =>
    [
        $"phase {Content.Text("status", "phase")}{(Content.Text("status", "message") is { Length: > 0 } message ? $" ({message})" : "")}",
        $"template {Current}, stable {Stable}, step {Step}, {(Weight is { } weight ? $"weight {weight} %, " : "")}{Counted.Of(CanaryPods, "new pod")}, {Ready} ready",
        .. IsAborted ? ["aborted"] : Array.Empty<string>(),
        .. IsPaused ? ["spec.paused"] : Array.Empty<string>(),
        .. Pauses.Select(pause => $"paused: {pause}"),
        .. IsObserved ? Array.Empty<string>() : ["the controller has not seen what is wanted now"],
    ];

    /// <summary>A patch that is about this version at this step, of which nothing else has become of meanwhile.</summary>
    public JsonPatch Patch() => JsonPatch.Of(Content).Test("/status/currentPodHash", Current).Test("/status/stableRS", Stable);
}
