using System.Text.Json.Nodes;
using CanaryJudge.Analyzer.Rollouts.Kubernetes.Api;

namespace CanaryJudge.Analyzer.Rollouts.Kubernetes.Workloads;

/// <summary>
/// One Deployment, half-way from one version to the next. The canary is what its template says; the baseline is the version that still serves beside it. A rollback writes the
/// baseline's template and resumes in one patch: with two, the bad version would go on in between.
/// </summary>
internal sealed class DeploymentRollout(KubernetesApi api, ObjectAddress address, GitRule git) : IRollout
{
    /// <inheritdoc/>
    public async Task<RolloutReading> ObserveAsync(CancellationToken cancellationToken)
    {
        ApiReading read = await api.GetAsync(address, cancellationToken);
        if (read.Content is not { } content) return read.ToReading();
        DeploymentView deployment = new(address, content);

        string sets = $"{ApiResource.ReplicaSets.Path(address.Namespace)}?labelSelector={Uri.EscapeDataString(LabelSelector.Write(content["spec"]?["selector"]))}";
        ApiReading list = await api.GetAsync(sets, $"ReplicaSets of {address}", new RolloutRight("list", ApiResource.ReplicaSets.Group, ApiResource.ReplicaSets.Plural, address.Namespace), cancellationToken);
        return list.Content is { } replicaSets ? RolloutReading.Of(Observe(deployment, replicaSets)) : list.ToReading();
    }

    /// <inheritdoc/>
    public NextMove Next(RolloutObservation now, RolloutAction action)
    {
        DeploymentObservation seen = (DeploymentObservation)now;
        if (now.Revision != action.Revision) return Restored(now, action, seen.Deployment.Fact);
        return action.Verb switch
        {
            RolloutVerb.Promote => Promote(seen),
            RolloutVerb.Hold => Hold(seen),
            RolloutVerb.Rollback => Rollback(seen, action),
            _ => throw new ArgumentOutOfRangeException(nameof(action), action.Verb, "No such verb."),
        };
    }

    /// <inheritdoc/>
    public Task<StepOutcome> SendAsync(RolloutStep step, CancellationToken cancellationToken) => StepSender.SendAsync(api, step, cancellationToken);

    private static DeploymentObservation Observe(DeploymentView deployment, JsonObject list)
    {
        Dictionary<string, JsonNode> versions = new(StringComparer.Ordinal);
        foreach (JsonNode? set in list.List("items"))
        {
            if (set is null || !set.List("metadata", "ownerReferences").Any(owner => owner.Text("uid") == deployment.Content.Uid())) continue;
            string version = $"{deployment.Content.Uid()}/{PodTemplate.Digest(set.At("spec", "template"))}";
            if (!versions.TryGetValue(version, out JsonNode? other) || Replicas(set) > Replicas(other)) versions[version] = set;
        }

        // Of several others that still have pods, the one that serves most is the version that users know.
        KeyValuePair<string, JsonNode> baseline = versions.Where(v => v.Key != deployment.Version && (Replicas(v.Value) > 0 || (v.Value.Number("spec", "replicas") ?? 0) > 0))
            .OrderByDescending(v => Ready(v.Value)).ThenByDescending(v => v.Value.Number("spec", "replicas") ?? 0).ThenByDescending(v => Number(v.Value)).FirstOrDefault();
        long canary = versions.TryGetValue(deployment.Version, out JsonNode? current) ? Ready(current) : 0, all = versions.Values.Sum(Ready);
        return new DeploymentObservation
        {
            Revision = deployment.Version,
            Baseline = baseline.Key ?? "",
            CanaryTraffic = all > 0 ? (double)canary / all : null,
            IsSettled = deployment.IsComplete,
            IsHeld = deployment.IsPaused,
            Owner = deployment.Git?.Words ?? deployment.Controller,
            Facts = [deployment.Fact, .. versions.Where(v => Replicas(v.Value) > 0).Take(8).Select(v => $"ReplicaSet {v.Value.Text("metadata", "name")} (revision {Number(v.Value)}): {Ready(v.Value)} of {Replicas(v.Value)} ready, {PodTemplate.Images(v.Value.At("spec", "template"))}")],
            Deployment = deployment,
            Versions = versions,
        };
    }

    /// <summary>The next move when the baseline is what is wanted again, by the action or by somebody else.</summary>
    public static NextMove Restored(RolloutObservation now, RolloutAction action, string fact) => action.Verb switch
    {
        RolloutVerb.Rollback when now.IsSettled => new NextMove.Done($"The baseline is what is wanted, and all that is there. {fact}."),
        RolloutVerb.Rollback => new NextMove.Wait(fact),
        _ => new NextMove.Refuse("The baseline is what is wanted again: there is no canary.", "Look at who took it back."),
    };

    private NextMove Promote(DeploymentObservation seen)
    {
        DeploymentView deployment = seen.Deployment;
        if (deployment.IsPaused) return Paused(seen, isPaused: false, "resume", $"Resumes {address}, so that the canary takes the place of the rest.");
        return deployment.IsComplete ? new NextMove.Done($"Every replica of {address} ({deployment.Wanted}) is of the new version and available.") : new NextMove.Wait(deployment.Fact);
    }

    private NextMove Hold(DeploymentObservation seen) => seen.Deployment.IsPaused
        ? seen.Deployment.IsObserved ? new NextMove.Done($"{address} is paused: nothing is rolled out.") : new NextMove.Wait(seen.Deployment.Fact)
        : Paused(seen, isPaused: true, "pause", $"Pauses {address}: no more pods of either version are made or taken away by the rollout.");

    private NextMove Paused(DeploymentObservation seen, bool isPaused, string name, string description)
    {
        if (git.Forbids(seen.Deployment.Content, "spec", "paused") is { } owner) return GitRule.Refusal($"the switch spec.paused of {address}", owner, $"Set spec.paused to {(isPaused ? "true" : "false")}");
        return new NextMove.Send(KubernetesStep.Of(name, description, address, "", JsonPatch.Of(seen.Deployment.Content).Set("/spec/paused", isPaused)));
    }

    private NextMove Rollback(DeploymentObservation seen, RolloutAction action)
    {
        DeploymentView deployment = seen.Deployment;
        if (action.Baseline.Length == 0)
        {
            return new NextMove.Refuse($"When {address} was first looked at, no other version had pods: which one to go back to is not known.", $"Look at kubectl -n {address.Namespace} rollout history deployment/{address.Name}, and choose one with rollout undo --to-revision.");
        }

        if (!seen.Versions.TryGetValue(action.Baseline, out JsonNode? baseline))
            return new NextMove.Refuse($"No ReplicaSet of {address} has the baseline any more (spec.revisionHistoryLimit).", $"Set the template back by hand to {PodTemplateWords(action)}, and raise spec.revisionHistoryLimit.");
        JsonObject template = PodTemplate.Bare(baseline.At("spec", "template"));
        if (GitOwner.Of(deployment.Content) is { } owner) return RefuseTemplate(deployment, template, owner.Words);
        if (deployment.Controller is { } controller) return RefuseTemplate(deployment, template, controller);
        JsonPatch patch = JsonPatch.Of(deployment.Content).Replace("/spec/template", template).Set("/spec/paused", false);
        string description = $"Writes the template of ReplicaSet {baseline.Text("metadata", "name")} (revision {Number(baseline)}) to {address}, and resumes it: {PodTemplate.Images(deployment.Template)} -> {PodTemplate.Images(template)}.";
        return new NextMove.Send(KubernetesStep.Of("template", description, address, "", patch));
    }

    private NextMove.Refuse RefuseTemplate(DeploymentView deployment, JsonObject template, string owner) => new(
        $"The pod template of {address} belongs to {owner}, which would undo a change.",
        $"Revert in Git the commit that wrote {PodTemplate.Images(deployment.Template)}; before it the template had {PodTemplate.Images(template)}. Git names the bad version until then.");

    private static string PodTemplateWords(RolloutAction action) => $"the version {action.Baseline}";

    private static long Replicas(JsonNode set) => set.Number("status", "replicas") ?? 0;

    private static long Ready(JsonNode set) => set.Number("status", "readyReplicas") ?? 0;

    private static long Number(JsonNode set) => long.TryParse(set.Text("metadata", "annotations", "deployment.kubernetes.io/revision"), out long number) ? number : 0;
}
