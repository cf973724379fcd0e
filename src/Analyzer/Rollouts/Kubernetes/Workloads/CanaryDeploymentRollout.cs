using System.Text.Json.Nodes;
using CanaryJudge.Analyzer.Rollouts.Kubernetes.Api;
using CanaryJudge.Analyzer.Rollouts.Kubernetes.Traffic;

namespace CanaryJudge.Analyzer.Rollouts.Kubernetes.Workloads;

/// <summary>
/// A canary Deployment beside that of the baseline. A rollback takes the traffic to the baseline, sees that it is there, and then takes the canary's replicas away. A promotion gives the
/// baseline the canary's version, waits until it serves, and then does the same: in the end the baseline serves everything either way.
/// </summary>
internal sealed class CanaryDeploymentRollout(KubernetesApi api, ObjectAddress steady, ObjectAddress canary, IReadOnlyList<TrafficRoute> routes, GitRule git) : IRollout
{
    private const int MostFacts = 20;

    /// <inheritdoc/>
    public async Task<RolloutReading> ObserveAsync(CancellationToken cancellationToken)
    {
        ApiReading steadyRead = await api.GetAsync(steady, cancellationToken);
        if (steadyRead.Content is not { } steadyContent) return steadyRead.ToReading();
        ApiReading canaryRead = await api.GetAsync(canary, cancellationToken);
        if (canaryRead.Content is not { } canaryContent) return canaryRead.ToReading();
        List<TrafficView> views = [];
        foreach (TrafficRoute route in routes)
        {
            ApiReading read = await api.GetAsync(route.Address, cancellationToken);
            if (read.Content is not { } content) return read.ToReading();
            views.Add(route.View(content));
        }

        return RolloutReading.Of(Observe(new DeploymentView(steady, steadyContent), new DeploymentView(canary, canaryContent), views));
    }

    /// <inheritdoc/>
    public NextMove Next(RolloutObservation now, RolloutAction action)
    {
        CanaryDeploymentObservation seen = (CanaryDeploymentObservation)now;
        return action.Verb switch
        {
            RolloutVerb.Promote => Promote(seen, action),
            RolloutVerb.Hold => new NextMove.Done("Nothing but a person or a pipeline moves the weights and the replicas: they stay as they are."),
            RolloutVerb.Rollback => ToBaseline(seen),
            _ => throw new ArgumentOutOfRangeException(nameof(action), action.Verb, "No such verb."),
        };
    }

    /// <inheritdoc/>
    public Task<StepOutcome> SendAsync(RolloutStep step, CancellationToken cancellationToken) => StepSender.SendAsync(api, step, cancellationToken);

    private static CanaryDeploymentObservation Observe(DeploymentView steady, DeploymentView canary, List<TrafficView> views)
    {
        string[] owners = [.. views.Select(view => GitOwner.Of(view.Content)?.Words).Append(steady.Git?.Words).Append(canary.Git?.Words).OfType<string>().Distinct()];
        return new CanaryDeploymentObservation
        {
            Revision = canary.Version,
            Baseline = steady.Version,
            CanaryTraffic = views.Count > 0 ? Share(views) : steady.Ready + canary.Ready > 0 ? (double)canary.Ready / (steady.Ready + canary.Ready) : null,
            IsSettled = steady.IsComplete && canary.IsComplete && views.All(view => view.IsApplied != false),
            IsHeld = true,
            Owner = owners.Length > 0 ? string.Join(", ", owners) : null,
            Facts = [.. new[] { steady.Fact, canary.Fact }.Concat(views.SelectMany(view => view.Unseen.Concat(view.Facts).Select(fact => $"{view.Address}: {fact}"))).Take(MostFacts)],
            Steady = steady,
            Canary = canary,
            Routes = views,
        };
    }

    // One that cannot be told leaves the whole untold, unless nothing points at the canary anywhere.
    private static double? Share(List<TrafficView> views) => views.Any(view => view.CanaryShare is null) ? null : views.Max(view => view.CanaryShare);

    private NextMove Promote(CanaryDeploymentObservation seen, RolloutAction action)
    {
        JsonObject template = PodTemplate.Adapt(seen.Canary.Content, seen.Steady.Content);
        string wanted = $"{seen.Steady.Content.Uid()}/{PodTemplate.Digest(template)}";
        if (seen.Steady.Version != wanted)
        {
            if (seen.Steady.Version != action.Baseline)
                return new NextMove.Refuse($"{steady} has another version than the one that the canary was compared with.", "Look at what was deployed there meanwhile, and judge the canary against it.");
            if ((seen.Steady.Git?.Words ?? seen.Steady.Controller) is { } owner)
                return new NextMove.Refuse($"The pod template of {steady} belongs to {owner}, which would undo a change.", $"Write the canary's version to it in Git: {PodTemplate.Images(seen.Steady.Template)} -> {PodTemplate.Images(template)}.");
            string description = $"Writes the canary's version to {steady}: {PodTemplate.Images(seen.Steady.Template)} -> {PodTemplate.Images(template)}.";
            return new NextMove.Send(KubernetesStep.Of("template", description, steady, "", JsonPatch.Of(seen.Steady.Content).Replace("/spec/template", template)));
        }

        return seen.Steady.IsComplete ? ToBaseline(seen) : new NextMove.Wait(seen.Steady.Fact);
    }

    // Traffic first, seen to be there, and only then replicas: the other way round users would meet a canary that is gone.
    private NextMove ToBaseline(CanaryDeploymentObservation seen)
    {
        if (seen.Steady.Ready == 0 && seen.Canary.Wanted > 0) return new NextMove.Wait($"{steady} has no replica that serves: traffic would lead nowhere.");
        if (Leading(seen) is { } traffic) return traffic;
        if (seen.Routes.FirstOrDefault(view => view.IsApplied == false) is { } pending) return new NextMove.Wait($"The gateway has not taken {pending.Address} as it is now.");
        if (seen.Canary.Wanted > 0)
        {
            if (git.Forbids(seen.Canary.Content, "spec", "replicas") is { } owner) return GitRule.Refusal($"the replicas of {canary}", owner, "No traffic leads to the canary any more. Set spec.replicas to 0");
            return new NextMove.Send(KubernetesStep.Scale($"Takes {(seen.Canary.Wanted == 1 ? "the only replica" : $"all {seen.Canary.Wanted} replicas")} of {canary} away: no traffic leads there.", canary, seen.Canary.Content, 0));
        }

        if (!seen.Canary.IsComplete) return new NextMove.Wait(seen.Canary.Fact);
        string unseen = string.Concat(seen.Routes.SelectMany(view => view.Unseen).Select(what => $" Not seen: {what}."));
        string whole = seen.Routes.Count > 0 ? $"Nothing in {string.Join(", ", seen.Routes.Select(view => view.Address))} points at the canary, and" : "";
        return new NextMove.Done($"{whole} {canary} has no replicas.{unseen}".TrimStart());
    }
    // What may be changed is changed before the rest is refused. Null when nothing leads to the canary.
    private NextMove? Leading(CanaryDeploymentObservation seen)
    {
        NextMove? refusal = null;
        foreach (TrafficView view in seen.Routes.Where(view => !view.Patch.IsEmpty))
        {
            if (Forbids(view) is not { } forbidden) return new NextMove.Send(TrafficRoute.ToBaseline(view));
            refusal ??= forbidden;
        }

        return refusal;
    }

    private NextMove? Forbids(TrafficView view)
    {
        if (view.Content.List("metadata", "ownerReferences").FirstOrDefault(one => one.Flag("controller")) is { } controller)
            return new NextMove.Refuse($"The weights of {view.Address} are written by {controller.Text("kind")} {controller.Text("name")}.", "Make that the target: its controller would write over a change.");
        return view.Lists.Select(list => git.Forbids(view.Content, "spec", list)).OfType<GitOwner>().FirstOrDefault() is { } owner
            ? GitRule.Refusal($"the weights of {view.Address}", owner, $"Write this to it: {string.Join("; ", view.Changes)};")
            : null;
    }
}
