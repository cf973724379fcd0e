using CanaryJudge.Analyzer.Analyses;
using CanaryJudge.Analyzer.Analyses.Store;

namespace CanaryJudge.Analyzer.Rollouts.Store;

/// <summary>What people change: actions of their own, the end of an action, switches. Each change is one transaction.</summary>
internal sealed class DeskWrites(StoreDatabase database, ActionStarts starts, ActionEnds ends, ActionSignals wake, AnalysisSignals signals, TimeProvider clock)
{
    private const string Set = """
        insert into rollout_switch (target, state, changed_by, reason, at_millis) values (@target, @state, @by, @reason, @now)
        on conflict (target) do update set state = excluded.state, changed_by = excluded.changed_by, reason = excluded.reason, at_millis = excluded.at_millis
        """;

    /// <summary>Begins an action for a person, or gives the one that is under way already.</summary>
    /// <returns>Its identity, and whether it is new.</returns>
    public async Task<(string Id, bool IsNew)> StartAsync(ActionRequest request, CancellationToken cancellationToken)
    {
        HashSet<string> before = [];
        ActionRow row = await database.WriteAsync(
            async transaction =>
            {
                before = [.. await transaction.QueryAsync<string>("select id from rollout_action where target = @Target and state <> 'ended'", new { request.Target })];
                return await starts.StartAsync(transaction, request);
            },
            cancellationToken);
        wake.Raise();
        signals.RaiseAll();
        return (row.Id, !before.Contains(row.Id));
    }

    /// <summary>Stops an action that has not ended: nothing more is sent, and what was sent stays.</summary>
    /// <returns>True when this call stopped it.</returns>
    public async Task<bool> StopAsync(string id, string by, string reason, CancellationToken cancellationToken)
    {
        bool isStopped = await database.WriteAsync(
            async transaction =>
            {
                if (await transaction.FindAsync<ActionRow>($"select {ActionRow.Columns} from rollout_action where id = @id and state <> 'ended' {database.ForUpdate}", new { id }) is not { } row) return false;
                await ends.EndAsync(transaction, row, ActionEnding.Cancelled, Stopped(row, by, reason), by);
                return true;
            },
            cancellationToken);
        if (isStopped) signals.RaiseAll();
        return isStopped;
    }

    /// <summary>Sets a switch. Actions under way hear of it before their next step: even a step that is written down and not sent yet stays unsent.</summary>
    /// <param name="target">The target; empty for all.</param>
    /// <param name="state">Who may act.</param>
    /// <param name="by">Who sets it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task SetSwitchAsync(string target, SwitchState state, string by, string reason, CancellationToken cancellationToken)
    {
        await database.WriteAsync(
            async transaction =>
            {
                long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
                // The actions first, as the engine locks them: a step that is being written down is waited for, and then its fence is old.
                int held = await transaction.ExecuteAsync(
                    "update rollout_action set fence = fence + 1, owner = null, due_millis = @now where state <> 'ended' and (@target = '' or target = @target)", new { target, now });
                await transaction.ExecuteAsync(Set, new { target, state = Words.Of(state), by, reason, now });
                return held;
            },
            cancellationToken);
        wake.Raise();
    }

    /// <summary>What the record says of an action that a person stopped.</summary>
    public static string Stopped(ActionRow row, string by, string reason) =>
        $"{by} stopped it: {ReasonText.AsSentence(reason)}{(row.StartedMillis is null ? " Nothing was sent." : " What was sent before stays as it is.")}";
}
