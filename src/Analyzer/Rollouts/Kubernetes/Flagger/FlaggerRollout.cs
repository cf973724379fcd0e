using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CanaryJudge.Analyzer.Rollouts.Kubernetes.Api;

namespace CanaryJudge.Analyzer.Rollouts.Kubernetes.Flagger;

/// <summary>
/// A Canary of Flagger. A rollback is asked for as its maintainers have it: as many failed checks as its threshold, and the controller takes the traffic back at its next look. A promotion
/// cannot be asked for: its gates (docs/flagger.md) let it go on, and it is waited for. A hold suspends it.
/// </summary>
internal sealed class FlaggerRollout(KubernetesApi api, ObjectAddress address, GitRule git) : IRollout
{
    /// <inheritdoc/>
    public async Task<RolloutReading> ObserveAsync(CancellationToken cancellationToken)
    {
        ApiReading read = await api.GetAsync(address, cancellationToken);
        if (read.Content is not { } canary) return read.ToReading();
        string phase = canary.Text("status", "phase"), applied = canary.Text("status", "lastAppliedSpec"), promoted = canary.Text("status", "lastPromotedSpec");
        if (applied.Length == 0) return RolloutReading.Failed(RolloutProblemKind.Unreadable, $"{address} has no status.lastAppliedSpec: its controller has not made it ready.", "Look whether Flagger runs, and at the phase of the Canary.");
        return RolloutReading.Of(new FlaggerObservation
        {
            Revision = Version(canary, applied),
            Baseline = promoted.Length > 0 && promoted != applied ? $"{canary.Uid()}/{promoted}" : "",
            CanaryTraffic = Share(canary, phase),
            IsSettled = phase is "Initialized" or "Succeeded" or "Failed",
            IsHeld = canary.Flag("spec", "suspend") || phase is "Waiting" or "WaitingPromotion",
            Owner = GitOwner.Of(canary)?.Words,
            Facts = [$"phase {phase}, weight {canary.Number("status", "canaryWeight") ?? 0} %, checks failed {canary.Number("status", "failedChecks") ?? 0} of {Threshold(canary)}, iteration {canary.Number("status", "iterations") ?? 0}", .. canary.Flag("spec", "suspend") ? ["suspended"] : Array.Empty<string>()],
            Canary = canary,
            Phase = phase,
        });
    }

    /// <inheritdoc/>
    public NextMove Next(RolloutObservation now, RolloutAction action)
    {
        FlaggerObservation seen = (FlaggerObservation)now;
        return action.Verb switch
        {
            RolloutVerb.Promote => Promote(seen),
            RolloutVerb.Hold => Hold(seen),
            RolloutVerb.Rollback => Rollback(seen),
            _ => throw new ArgumentOutOfRangeException(nameof(action), action.Verb, "No such verb."),
        };
    }

    /// <inheritdoc/>
    public Task<StepOutcome> SendAsync(RolloutStep step, CancellationToken cancellationToken) => StepSender.SendAsync(api, step, cancellationToken);

    private NextMove Rollback(FlaggerObservation seen)
    {
        switch (seen.Phase)
        {
            case "Failed":
                return Weight(seen) == 0 ? new NextMove.Done($"{address} has failed, and all traffic goes to the primary. Its target names the bad version until it is reverted.") : new NextMove.Wait(seen.Facts[0]);
            case "Promoting" or "Finalising":
                return new NextMove.Wait($"{address} is in phase {seen.Phase}, in which Flagger cannot be stopped.");
            case "Succeeded" or "Initialized":
                return new NextMove.Refuse($"{address} has made this version the primary one: there is nothing to roll back.", "Roll out the version before it: revert it in Git.");
            case "Progressing" or "WaitingPromotion":
                if ((seen.Canary.Number("status", "failedChecks") ?? 0) < Threshold(seen.Canary)) return Fail(seen);
                // A suspended Canary is not looked at. Only after the checks have failed: before it the canary would go on.
                return seen.Canary.Flag("spec", "suspend") ? Suspend(seen, isSuspended: false, "resume", $"Resumes {address}, whose checks have failed: Flagger rolls it back.") : new NextMove.Wait($"Flagger rolls {address} back at its next look: {seen.Facts[0]}.");
            default:
                return new NextMove.Refuse($"{address} is in phase {seen.Phase}, in which Flagger rolls nothing back; no traffic goes to the canary.", "Keep its confirm-rollout gate closed, and revert its target.");
        }
    }

    private NextMove.Send Fail(FlaggerObservation seen)
    {
        long threshold = Threshold(seen.Canary);
        JsonPatch patch = new JsonPatch().Test("/metadata/uid", seen.Canary.Uid()).Test("/status/phase", seen.Phase).Test("/status/lastAppliedSpec", seen.Canary.Text("status", "lastAppliedSpec"));
        return new NextMove.Send(KubernetesStep.Of("fail", $"Sets the failed checks of {address} to its threshold, {threshold}: Flagger rolls it back at its next look.", address, "status", patch.Set("/status/failedChecks", threshold)));
    }

    private NextMove Promote(FlaggerObservation seen) => seen.Phase switch
    {
        "Succeeded" or "Initialized" => new NextMove.Done($"{address} has made this version the primary one."),
        "Failed" => new NextMove.Refuse($"{address} has failed and was rolled back.", "Change its target, so that Flagger starts again."),
        _ when seen.Canary.Flag("spec", "suspend") => Suspend(seen, isSuspended: false, "resume", $"Resumes {address}: it goes on as its gates allow."),
        _ => new NextMove.Wait($"Flagger promotes {address} as its gates allow: {seen.Facts[0]}."),
    };

    private NextMove Hold(FlaggerObservation seen) => seen.Canary.Flag("spec", "suspend")
        ? new NextMove.Done($"{address} is suspended: Flagger leaves its weights as they are.")
        : Suspend(seen, isSuspended: true, "suspend", $"Suspends {address}: Flagger leaves its weights as they are.");

    private NextMove Suspend(FlaggerObservation seen, bool isSuspended, string name, string description)
    {
        if (git.Forbids(seen.Canary, "spec", "suspend") is { } owner) return GitRule.Refusal($"the switch spec.suspend of {address}", owner, $"Set spec.suspend to {(isSuspended ? "true" : "false")}");
        JsonPatch patch = JsonPatch.Of(seen.Canary).Test("/status/lastAppliedSpec", seen.Canary.Text("status", "lastAppliedSpec"));
        return new NextMove.Send(KubernetesStep.Of(name, description, address, "", patch.Set("/spec/suspend", isSuspended)));
    }

    // What Flagger compares to tell versions apart: the template's digest, and those of the ConfigMaps and Secrets that it tracks.
    private static string Version(JsonNode canary, string applied)
    {
        string tracked = string.Join('\n', canary.Map("status", "trackedConfigs").OrderBy(config => config.Key, StringComparer.Ordinal).Select(config => $"{config.Key}={config.Value}"));
        string configs = tracked.Length == 0 ? "" : "-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(tracked)))[..16];
        return $"{canary.Uid()}/{applied}{configs}";
    }

    private static double? Share(JsonNode canary, string phase) => phase switch
    {
        // In this phase the weight in the status is 0, whatever the traffic is.
        "WaitingPromotion" or "Promoting" or "Finalising" => null,
        "Progressing" when canary.Number("spec", "analysis", "iterations") > 0 => null, // A/B tests and mirrors have no weight
        _ => (canary.Number("status", "canaryWeight") ?? 0) / 100.0,
    };

    private static long Weight(FlaggerObservation seen) => seen.Canary.Number("status", "canaryWeight") ?? 0;

    // As Flagger counts: 0 or less is 1.
    private static long Threshold(JsonNode canary) => Math.Max(1, canary.Number("spec", "analysis", "threshold") ?? 1);
}
