using System.Globalization;
using CanaryJudge.Analyzer.Analyses.Notices;
using CanaryJudge.Analyzer.Analyses.Store;
using CanaryJudge.Judging;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Rollouts.Store;

/// <summary>
/// What stands between a wish and a step: the kill switches, vetoes, the memory of what was rolled back, and the rate limit. Asked inside the transaction that writes the step down; the row of the
/// switch of all is locked first, so that rollbacks of all replicas are counted one after another.
/// </summary>
internal sealed class ActionGate(RolloutTargets targets, IOptions<RolloutOptions> options, RollbackClock rollbacks, TimeProvider clock)
{
    /// <summary>Who the record names when the limit changes the switch.</summary>
    public const string Limiter = "rate limit";

    /// <summary>Whether an action may send its next step now.</summary>
    /// <returns>Written when it may; else why not.</returns>
    public async Task<(IntentAnswer Answer, string Why)> PassAsync(StoreTransaction transaction, ActionRow action)
    {
        RolloutSwitch all = (await transaction.FindAsync<SwitchRow>($"select {SwitchRow.Columns} from rollout_switch where target = '' {transaction.Database.ForUpdate}", new { }))?.ToSwitch()
            ?? throw new InvalidDataException("The store has lost the switch of all targets: the row of the empty target in rollout_switch.");
        RolloutSwitch? own = (await transaction.FindAsync<SwitchRow>($"select {SwitchRow.Columns} from rollout_switch where target = @Target", new { action.Target }))?.ToSwitch();
        bool isBeginning = action.StartedMillis is null, isByPolicy = action.ByPolicy != 0;
        if (targets.Find(action.Target) is not { IsEnabled: true }) return (IntentAnswer.Paused, $"The settings switch {action.Target} off (Rollouts:Enabled, Rollouts:Targets:{action.Target}:Enabled).");
        foreach (RolloutSwitch one in own is null ? (RolloutSwitch[])[all] : [all, own])
        {
            if (one.State == SwitchState.Off || (one.State == SwitchState.People && isByPolicy && isBeginning)) return (IntentAnswer.Paused, Shut(one));
        }

        if (isByPolicy && isBeginning && Words.Parse<RolloutVerb>(action.Verb) == RolloutVerb.Promote && action.AnalysisId is { } analysis && await StandingVetoes.AgainstActionAsync(transaction, analysis) is { } veto)
        {
            return (IntentAnswer.Paused, $"{veto} A person can promote it all the same, with canaryjudge promote {action.Target}.");
        }

        if (Words.Parse<RolloutVerb>(action.Verb) == RolloutVerb.Promote && action.Again == 0 && await IsRememberedAsync(transaction, action) is { } earlier)
        {
            return (IntentAnswer.Refused, $"The revision {action.Revision} was rolled back before (action {earlier}); only a person may promote it, with canaryjudge promote {action.Target} --again.");
        }

        return isBeginning && isByPolicy && Words.Parse<RolloutVerb>(action.Verb) == RolloutVerb.Rollback ? await CountAsync(transaction, all) : (IntentAnswer.Written, "");
    }

    private static Task<string?> IsRememberedAsync(StoreTransaction transaction, ActionRow action) =>
        transaction.FindAsync<string>("select action_id from rollout_memory where target = @Target and revision = @Revision", new { action.Target, action.Revision });

    private static string Shut(RolloutSwitch one)
    {
        string which = one.Target.Length == 0 ? "any target" : one.Target;
        string who = one.State == SwitchState.Off ? "Nobody may act on" : "Only people may act on";
        string when = DateTimeOffset.FromUnixTimeMilliseconds(one.AtMillis).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return $"{who} {which} since {when}, by {one.By}: {ReasonText.AsSentence(one.Reason)} It goes on after canaryjudge switch on{(one.Target.Length == 0 ? "" : " " + one.Target)}.";
    }

    // Counted from the last time that somebody set the switch: whoever switches it on again has looked. One set in the future was set by a clock that has been put back since.
    private async Task<(IntentAnswer Answer, string Why)> CountAsync(StoreTransaction transaction, RolloutSwitch all)
    {
        int most = options.Value.MostRollbacks;
        TimeSpan window = options.Value.RollbackWindow;
        long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        long since = Math.Max((rollbacks.Now(window) - window).ToUnixTimeMilliseconds(), all.AtMillis <= now ? all.AtMillis : long.MinValue);
        long begun = await transaction.FindAsync<long>("select count(*) from rollout_action where started_millis >= @since and verb = 'rollback' and by_policy = 1", new { since });
        if (begun < most) return (IntentAnswer.Written, "");
        string reason = $"{Counted.Of(begun, "rollback", "was", "were")} begun by verdicts within {window.TotalMinutes:0.##} min, the most that Rollouts:MostRollbacks allows; so many at once are more likely the metrics' fault than the canaries'.";
        await transaction.ExecuteAsync("update rollout_switch set state = 'people', changed_by = @by, reason = @reason, at_millis = @now where target = ''", new { by = Limiter, reason, now });
        return (IntentAnswer.Tripped, Shut(new RolloutSwitch("", SwitchState.People, Limiter, reason, now)));
    }
}
