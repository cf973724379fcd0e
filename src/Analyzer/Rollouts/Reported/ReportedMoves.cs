using System.Globalization;

namespace CanaryJudge.Analyzer.Rollouts.Reported;

/// <summary>The order of steps for rollouts that are told by a program or a receiver of webhooks: what is sent is sent once, then its effect is waited for.</summary>
internal static class ReportedMoves
{
    /// <summary>Name of the step that scales the canary down after its traffic is gone.</summary>
    public const string ScaleDown = "scale-down";

    /// <summary>The next move.</summary>
    /// <param name="now">What was told.</param>
    /// <param name="action">What is wanted.</param>
    /// <param name="step">Makes the step of a name; null when there is none of it.</param>
    public static NextMove Next(ReportedObservation now, RolloutAction action, Func<string, RolloutStep?> step) => action.Verb switch
    {
        RolloutVerb.Rollback => Rollback(now, action, step),
        RolloutVerb.Promote => Promote(now, action, step),
        RolloutVerb.Hold => Hold(now, action, step),
        _ => throw new ArgumentOutOfRangeException(nameof(action), action.Verb, "An unknown verb."),
    };

    /// <summary>The step's name of a verb.</summary>
    public static string NameOf(RolloutVerb verb) => verb.ToString().ToLowerInvariant();

    private static NextMove Rollback(ReportedObservation now, RolloutAction action, Func<string, RolloutStep?> step)
    {
        bool isRestored = now.Revision != action.Revision;
        if (!isRestored && now.CanaryTraffic > 0) return Once(action, NameOf(action.Verb), step, $"The canary still has {Share(now)} of the traffic.");
        if (!now.IsSettled) return new NextMove.Wait("The canary's traffic is gone; the rollout is not settled yet.");
        if (!isRestored && step(ScaleDown) is not null)
        {
            if (now.IsRunning is null) return new NextMove.Refuse("It is not told whether the canary still runs, so that nobody can know whether it is to be scaled down.", "Tell running, or leave the step that scales down out of the settings.");
            if (now.IsRunning.Value) return Once(action, ScaleDown, step, "The canary has no traffic and still runs.");
        }

        return new NextMove.Done(now.Revision.Length == 0 ? "There is no canary any more, and no traffic for one." : isRestored ? $"The baseline {now.Revision} is back in the canary's place, and settled." : $"The canary has no traffic{(now.IsRunning == false ? " and does not run any more" : "")}; the rollout is settled on {now.Baseline}.");
    }

    private static NextMove Promote(ReportedObservation now, RolloutAction action, Func<string, RolloutStep?> step)
    {
        bool isThere = now.Revision == action.Revision && (now.Baseline == action.Revision || now.CanaryTraffic >= 1);
        if (now.Revision != action.Revision) return new NextMove.Refuse($"The baseline {now.Revision} is back in the canary's place: there is nothing to promote.", "Roll the revision out again, and have it judged.");
        if (!isThere) return Once(action, NameOf(action.Verb), step, $"The canary has {Share(now)} of the traffic, and the baseline is {now.Baseline}.");
        return now.IsSettled ? new NextMove.Done($"The revision {action.Revision} is the current version, and settled.") : new NextMove.Wait($"The revision {action.Revision} is the current version; the rollout is not settled yet.");
    }

    private static NextMove Hold(ReportedObservation now, RolloutAction action, Func<string, RolloutStep?> step) => now.IsHeld switch
    {
        null => new NextMove.Refuse("It is not told whether the rollout is held, so that the effect could not be seen.", "Tell held."),
        true => new NextMove.Done($"The rollout is held, with {Share(now)} of the traffic on the canary."),
        false => Once(action, NameOf(action.Verb), step, "The rollout is not held."),
    };

    // A receiver that has taken a step is not asked again: its effect is waited for.
    private static NextMove Once(RolloutAction action, string name, Func<string, RolloutStep?> step, string standing)
    {
        if (action.HasApplied(name)) return new NextMove.Wait($"The step {name} was taken, and its effect is not seen yet: {standing}");
        if (step(name) is { } made) return new NextMove.Send(made);
        return new NextMove.Refuse($"The target has no setting for {name}.", $"Write it under Rollouts:Targets:{action.Target}:Settings (docs/actions.md).");
    }

    private static string Share(ReportedObservation now) => string.Create(CultureInfo.InvariantCulture, $"{now.CanaryTraffic * 100:0.##} %");
}
