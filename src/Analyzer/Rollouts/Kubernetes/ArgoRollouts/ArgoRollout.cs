using CanaryJudge.Analyzer.Rollouts.Kubernetes.Api;
using CanaryJudge.Analyzer.Rollouts.Kubernetes.Workloads;

namespace CanaryJudge.Analyzer.Rollouts.Kubernetes.ArgoRollouts;

/// <summary>
/// A Rollout of Argo Rollouts: its controller does the work, and is told what is wanted by patches of the object, as its own command line does. Abort and promotion live in the status, which
/// Git does not own.
/// </summary>
internal sealed class ArgoRollout(KubernetesApi api, ObjectAddress address, ArgoPromotion promotion, GitRule git) : IRollout
{
    private const string Status = "status";

    /// <inheritdoc/>
    public async Task<RolloutReading> ObserveAsync(CancellationToken cancellationToken)
    {
        ApiReading read = await api.GetAsync(address, cancellationToken);
        if (read.Content is not { } content) return read.ToReading();
        ArgoView view = new(content);
        if (view.Current.Length == 0) return RolloutReading.Failed(RolloutProblemKind.Unreadable, $"{address} has no status.currentPodHash: its controller has not looked at it.", "Look whether the controller of Argo Rollouts runs.");
        string uid = content.Uid();
        return RolloutReading.Of(new ArgoObservation
        {
            Revision = $"{uid}/{view.Current}",
            Baseline = view.Stable.Length > 0 ? $"{uid}/{view.Stable}" : "",
            CanaryTraffic = view.Share,
            IsSettled = view.IsObserved && (view.IsPromoted || (view.IsAborted && view.IsDrained)),
            IsHeld = view.IsPaused,
            Owner = GitOwner.Of(content)?.Words,
            Facts = [.. view.Facts.Take(20)],
            View = view,
        });
    }

    /// <inheritdoc/>
    public NextMove Next(RolloutObservation now, RolloutAction action)
    {
        ArgoView seen = ((ArgoObservation)now).View;
        // The hash in the status may be of an earlier template: only what the controller has seen is acted on.
        if (!seen.IsObserved) return new NextMove.Wait($"The controller has not seen generation {seen.Content.Generation()} of {address}.");
        if (now.Revision != action.Revision) return DeploymentRollout.Restored(now, action, string.Join(", ", seen.Facts));
        return action.Verb switch
        {
            RolloutVerb.Promote => Promote(seen, action),
            RolloutVerb.Hold => seen.IsPaused ? new NextMove.Done($"{address} is paused.") : Paused(seen, isPaused: true, "pause", $"Pauses {address}: its controller scales nothing and moves no traffic."),
            RolloutVerb.Rollback => Rollback(seen),
            _ => throw new ArgumentOutOfRangeException(nameof(action), action.Verb, "No such verb."),
        };
    }

    /// <inheritdoc/>
    public Task<StepOutcome> SendAsync(RolloutStep step, CancellationToken cancellationToken) => StepSender.SendAsync(api, step, cancellationToken);

    private NextMove Rollback(ArgoView seen)
    {
        // Aborting what is stable already has nothing to return to: the flag would stay, and old controllers took the stable pods away.
        if (seen.IsPromoted) return new NextMove.Refuse($"{address} has made this version the stable one: there is nothing to abort.", $"Roll out the version before it: revert it in Git, or kubectl argo rollouts undo {address.Name} -n {address.Namespace}.");
        if (!seen.IsAborted) return Send(seen, "abort", $"Aborts {address}: traffic returns to {seen.Stable}, then the new pods go.", patch => patch.Set("/status/abort", true));
        if (seen.IsDrained) return new NextMove.Done($"{address} is aborted, and nothing goes to {seen.Current} any more. Its template names that version until it is reverted.");
        // While it is paused its controller scales nothing, so that without a traffic router the aborted pods keep serving. Only after the abort: before it the canary would go on.
        return seen.IsPaused ? Paused(seen, isPaused: false, "unpause", $"Ends the pause of {address}, which is aborted: its controller takes the new pods away.") : new NextMove.Wait($"{address} is aborted; {seen.Facts.ElementAt(1)}.");
    }

    private NextMove Promote(ArgoView seen, RolloutAction action)
    {
        if (seen.IsPromoted) return new NextMove.Done($"{seen.Current} is the stable version of {address}.");
        if (seen.IsAborted) return new NextMove.Refuse($"{address} is aborted.", $"Start it again (kubectl argo rollouts retry rollout {address.Name} -n {address.Namespace}), and have it judged again.");
        return promotion == ArgoPromotion.Full ? PromoteFull(seen) : PromoteStep(seen, action);
    }

    private NextMove PromoteFull(ArgoView seen)
    {
        if (!seen.Content.Flag(Status, "promoteFull")) return Send(seen, "promote", $"Promotes {address} fully: the remaining steps, pauses and analyses are passed over.", patch => patch.Set("/status/promoteFull", true));
        return seen.IsPaused ? Paused(seen, isPaused: false, "unpause", $"Ends the pause of {address}, which is being promoted.") : new NextMove.Wait(seen.Facts.ElementAt(1));
    }

    private NextMove PromoteStep(ArgoView seen, RolloutAction action)
    {
        if (seen.Pauses.Count > 0)
        {
            return Send(seen, "promote", $"Ends the pause of {address} at step {seen.Step}.", patch =>
            {
                patch.Test("/status/currentStepIndex", seen.Step).Remove("/status/pauseConditions");
                // An analysis that could not tell is passed over: it would pause at once again.
                if (seen.IsInconclusive) patch.Set("/status/controllerPause", false).Set("/status/currentStepIndex", seen.Step + 1);
            });
        }

        if (seen.IsPaused) return Paused(seen, isPaused: false, "unpause", $"Ends the pause of {address}.");
        return new NextMove.Done(action.Steps.Count > 0 ? $"{address} goes on from step {seen.Step}." : $"{address} is not paused: it goes on by itself, at step {seen.Step}.");
    }

    private NextMove.Send Send(ArgoView seen, string name, string description, Action<JsonPatch> change)
    {
        JsonPatch patch = seen.Patch();
        change(patch);
        return new NextMove.Send(KubernetesStep.Of(name, description, address, Status, patch));
    }

    private NextMove Paused(ArgoView seen, bool isPaused, string name, string description)
    {
        if (git.Forbids(seen.Content, "spec", "paused") is { } owner) return GitRule.Refusal($"the switch spec.paused of {address}", owner, $"Set spec.paused to {(isPaused ? "true" : "false")}");
        JsonPatch patch = seen.Patch();
        if (seen.IsAborted) patch.Test("/status/abort", true); // the pause ends only while it is aborted
        return new NextMove.Send(KubernetesStep.Of(name, description, address, "", patch.Set("/spec/paused", isPaused)));
    }
}
