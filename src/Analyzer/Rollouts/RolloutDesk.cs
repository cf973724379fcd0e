using System.Runtime.CompilerServices;
using CanaryJudge.Analyzer.Rollouts.Store;

namespace CanaryJudge.Analyzer.Rollouts;

/// <summary>Where people look at targets, act on them, stop actions and set switches: what every face of the service calls. Any replica serves any call.</summary>
/// <remarks>Throws what the store throws when it cannot be reached: then nothing is changed, or all of it, and a repeat is harmless.</remarks>
internal sealed class RolloutDesk(RolloutTargets targets, RolloutLook look, ActionReads reads, DeskWrites writes, TimeProvider clock)
{
    private const int MostLive = 1000;
    private const int LooksAtOnce = 8;

    // How soon a watcher sees a change.
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(250);

    /// <summary>The targets, by name, and the switch of all.</summary>
    /// <param name="name">Only this one; null for all. One that is not known gives none.</param>
    /// <param name="isObserved">Whether the rollouts are looked at.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<(IReadOnlyList<TargetView> Targets, RolloutSwitch All)> TargetsAsync(string? name, bool isObserved, CancellationToken cancellationToken)
    {
        RolloutTarget[] wanted = [.. targets.All.Where(target => name is null || target == targets.Find(name))];
        IReadOnlyList<RolloutSwitch> switches = await reads.SwitchesAsync(cancellationToken);
        ILookup<string, RolloutAction> live = (await reads.ListAsync(new ActionFilter { IsLive = true, Target = wanted.Length == 1 ? wanted[0].Name : null }, MostLive, cancellationToken)).ToLookup(action => action.Target);
        RolloutReading?[] readings = new RolloutReading?[wanted.Length];
        if (isObserved) await Parallel.ForAsync(0, wanted.Length, new ParallelOptions { MaxDegreeOfParallelism = LooksAtOnce, CancellationToken = cancellationToken }, async (k, token) => readings[k] = await look.SeeAsync(wanted[k], token));
        TargetView[] views = [.. wanted.Select((target, k) => new TargetView(target, readings[k], switches.FirstOrDefault(s => s.Target == target.Name), [.. live[target.Name]]))];
        return (views, switches.First(s => s.Target.Length == 0));
    }

    /// <summary>Begins what a person wants, of the revision that is there now.</summary>
    public async Task<ActResult> ActAsync(ActWish wish, CancellationToken cancellationToken)
    {
        if (targets.Find(wish.Target) is not { } target) return new ActResult { IsNoTarget = true };
        (RolloutObservation? now, TargetRefusal? refusal) = await SeeAsync(target, wish, cancellationToken);
        if (now is null) return new ActResult { Refusal = refusal };
        (string id, bool isNew) = await writes.StartAsync(
            new ActionRequest { Target = target.Name, Verb = wish.Verb, Revision = now.Revision, Baseline = now.Baseline, By = wish.By, IsByPolicy = false, Reason = wish.Reason, IsAgain = wish.IsAgain }, cancellationToken);
        return new ActResult { Action = await reads.FindAsync(id, cancellationToken), IsNew = isNew };
    }

    /// <summary>Tells what that would do, and changes nothing.</summary>
    public async Task<ActResult> DryRunAsync(ActWish wish, CancellationToken cancellationToken)
    {
        if (targets.Find(wish.Target) is not { } target) return new ActResult { IsNoTarget = true };
        (RolloutObservation? now, TargetRefusal? refusal) = await SeeAsync(target, wish, cancellationToken);
        if (now is null) return new ActResult { Refusal = refusal };
        long time = clock.GetUtcNow().ToUnixTimeMilliseconds();
        RolloutAction imagined = new()
        {
            Id = Guid.Empty.ToString("D"),
            Target = target.Name,
            Verb = wish.Verb,
            Revision = now.Revision,
            Baseline = now.Baseline,
            By = wish.By,
            IsByPolicy = false,
            IsAgain = wish.IsAgain,
            Reason = wish.Reason,
            State = ActionState.Asked,
            Status = "",
            CreatedMillis = time,
            Sequence = 1,
        };
        return new ActResult { DryRun = new DryRun(now, target.Rollout.Next(now, imagined), await HindrancesAsync(target, imagined, cancellationToken)) };
    }

    /// <summary>The action of an identity with its steps; null when there is none.</summary>
    public Task<RolloutAction?> FindAsync(string id, CancellationToken cancellationToken) => reads.FindAsync(id, cancellationToken);

    /// <summary>A page of actions, the latest first.</summary>
    public async Task<(IReadOnlyList<RolloutAction> Actions, string? NextToken)> ListAsync(ActionFilter filter, CancellationToken cancellationToken)
    {
        IReadOnlyList<RolloutAction> found = await reads.ListAsync(filter with { Target = filter.Target?.ToLowerInvariant() }, filter.PageSize + 1, cancellationToken);
        return found.Count <= filter.PageSize ? (found, null) : ([.. found.Take(filter.PageSize)], found[filter.PageSize - 1].Id);
    }

    /// <summary>An action at every change that is seen, from now on; ends after the one that ends it. None when there is no such action.</summary>
    public async IAsyncEnumerable<RolloutAction> WatchAsync(string id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (long seen = 0; await reads.FindAsync(id, cancellationToken) is { } action; seen = action.Sequence)
        {
            if (action.Sequence != seen) yield return action;
            if (action.State == ActionState.Ended) yield break;
            await Task.Delay(Between, clock, cancellationToken);
        }
    }

    /// <summary>Stops an action.</summary>
    /// <returns>The action as it stands, null when there is none; and whether this call stopped it.</returns>
    public async Task<(RolloutAction? Action, bool IsStopped)> StopAsync(string id, string by, string reason, CancellationToken cancellationToken)
    {
        bool isStopped = await writes.StopAsync(id, by, reason, cancellationToken);
        return (await reads.FindAsync(id, cancellationToken), isStopped);
    }

    /// <summary>Sets a switch.</summary>
    /// <param name="target">The target; empty for the switch of all.</param>
    /// <param name="state">Who may act.</param>
    /// <param name="by">Who sets it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The switch; null when there is no such target.</returns>
    public async Task<RolloutSwitch?> SetSwitchAsync(string target, SwitchState state, string by, string reason, CancellationToken cancellationToken)
    {
        string name = target.Length == 0 ? "" : targets.Find(target)?.Name ?? "?";
        if (name == "?") return null;
        await writes.SetSwitchAsync(name, state, by, reason, cancellationToken);
        return (await reads.SwitchesAsync(cancellationToken)).FirstOrDefault(s => s.Target == name);
    }

    private async Task<(RolloutObservation? Now, TargetRefusal? Refusal)> SeeAsync(RolloutTarget target, ActWish wish, CancellationToken cancellationToken)
    {
        RolloutReading reading = await look.SeeAsync(target, cancellationToken);
        if (reading.Observation is not { } now) return (null, new(reading.Problem!.Message, reading.Problem.Remedy, reading.Problem.Kind == RolloutProblemKind.Unreachable));
        if (now.Revision.Length == 0 || now.Revision == now.Baseline) return (null, new($"The target {target.Name} has no canary: nothing is rolled out beside {(now.Baseline.Length > 0 ? now.Baseline : "nothing")}.", "There is nothing to do.", false));
        if (wish.Revision is { } wanted && wanted != now.Revision) return (null, new($"The target {target.Name} rolls out {now.Revision}, not {wanted}; nothing was done.", "Look at what is there now, and decide about that.", false));
        return (now, null);
    }

    private async Task<IReadOnlyList<string>> HindrancesAsync(RolloutTarget target, RolloutAction wish, CancellationToken cancellationToken)
    {
        List<string> found = [];
        if (!target.IsEnabled) found.Add($"The settings switch {target.Name} off (Rollouts:Enabled, Rollouts:Targets:{target.Name}:Enabled).");
        foreach (RolloutSwitch one in await reads.SwitchesAsync(cancellationToken))
        {
            if (one.State == SwitchState.Off && (one.Target.Length == 0 || one.Target == target.Name)) found.Add($"Nobody may act on {(one.Target.Length == 0 ? "any target" : one.Target)}, by {one.By}: {one.Reason}");
        }

        if (wish is { Verb: RolloutVerb.Promote, IsAgain: false } && await reads.RolledBackByAsync(target.Name, wish.Revision, cancellationToken) is { } earlier) found.Add($"The revision {wish.Revision} was rolled back before (action {earlier}); promote it with --again.");
        foreach (RolloutAction live in await reads.ListAsync(new ActionFilter { Target = target.Name, IsLive = true }, MostLive, cancellationToken))
        {
            if (live.Revision == wish.Revision && live.Verb > wish.Verb) found.Add($"The revision is being {ActionStarts.Past(live.Verb)} (action {live.Id}, wanted by {live.By}), which goes first.");
        }

        return found;
    }
}
