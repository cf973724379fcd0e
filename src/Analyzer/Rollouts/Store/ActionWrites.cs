using CanaryJudge.Analyzer.Analyses;
using CanaryJudge.Analyzer.Analyses.Store;

namespace CanaryJudge.Analyzer.Rollouts.Store;

/// <summary>What the engine writes. Every write carries the fence number of its claim, and changes nothing when it is not the latest.</summary>
internal sealed class ActionWrites(StoreDatabase database, ActionGate gate, ActionEnds ends, AnalysisSignals signals, TimeProvider clock)
{
    private const int LongestMessage = 2000;

    // No lease and no wait is longer: a row that is due later was written by a clock that has been put back since.
    private static readonly long Farthest = (long)TimeSpan.FromMinutes(11).TotalMilliseconds;

    private const string Locked = $"select {ActionRow.Columns} from rollout_action where id = @Id and fence = @Fence and state <> 'ended'";

    private const string Holder = "select due_millis from rollout_action where id = @Id and fence = @Fence and state <> 'ended' and owner is not null";

    private const string Act = """
        update rollout_action set state = 'acting', started_millis = coalesce(started_millis, @now), status = @status, sequence = sequence + 1 where id = @Id
        """;

    private const string Insert = """
        insert into rollout_step (action_id, number, name, description, request, body, precondition, digest, intent_millis)
        values (@ActionId, @Number, @Name, @Description, @Request, @Body, @Precondition, @Digest, @IntentMillis)
        """;

    private const string Answer = """
        update rollout_action set status = @status, sequence = sequence + 1, waited_millis = case when @isProgress = 1 then 0 else waited_millis end where id = @Id
        """;

    private const string Wait = """
        update rollout_action set state = @state, status = @status, sequence = sequence + @rise, waited_millis = @waited, due_millis = @due, owner = null
        where id = @Id and fence = @Fence and state <> 'ended'
        """;

    /// <summary>How long it is until an action of these targets is due; null when none is.</summary>
    public async Task<TimeSpan?> NextDueAsync(string[] targets, CancellationToken cancellationToken)
    {
        string next = $"select min(case when due_millis > @farthest then @now else due_millis end) from rollout_action where due_millis is not null and target in ({Listed(targets)})";
        long now = Now();
        long? due = await database.FindAsync<long?>(next, new { now, farthest = now + Farthest }, cancellationToken);
        return due is { } at ? TimeSpan.FromMilliseconds(at - now) : null;
    }

    /// <summary>Leases up to so many actions that are due, of the targets that this replica knows.</summary>
    public async Task<IReadOnlyList<ActionRow>> ClaimAsync(string owner, TimeSpan lease, int limit, string[] targets, CancellationToken cancellationToken)
    {
        string sql = $"""
            update rollout_action set owner = @owner, due_millis = @until, fence = fence + 1
            from (select id as claimed from rollout_action where (due_millis <= @now or due_millis > @farthest) and target in ({Listed(targets)}) order by due_millis limit @limit {database.SkipLocked}) as due
            where id = due.claimed
            returning {ActionRow.Columns}
            """;
        return await database.WriteAsync(
            transaction =>
            {
                long now = Now();
                return transaction.QueryAsync<ActionRow>(sql, new { owner, now, farthest = now + Farthest, until = now + (long)lease.TotalMilliseconds, limit });
            },
            cancellationToken);
    }

    /// <summary>Makes a lease longer. False when it is lost.</summary>
    public async Task<bool> RenewAsync(ActionRow claim, TimeSpan lease, CancellationToken cancellationToken) => await database.WriteAsync(
        transaction => transaction.ExecuteAsync("update rollout_action set due_millis = @until where id = @Id and fence = @Fence and owner is not null", new { claim.Id, claim.Fence, until = Now() + (long)lease.TotalMilliseconds }),
        cancellationToken) > 0;

    /// <summary>Writes a step down that is about to be sent, when the rules allow it now.</summary>
    /// <returns>What became of it, and why not.</returns>
    public async Task<(IntentAnswer Answer, string Why)> IntentAsync(ActionRow claim, RolloutStep step, int number, CancellationToken cancellationToken)
    {
        (IntentAnswer Answer, string Why) result = await database.WriteAsync(
            async transaction =>
            {
                if (await LockAsync(transaction, claim) is not { } row) return (IntentAnswer.Lost, "");
                (IntentAnswer Answer, string Why) passed = await gate.PassAsync(transaction, row);
                if (passed.Answer != IntentAnswer.Written) return passed;
                long now = Now();
                string status = $"Step {number}, {step.Name}, is being sent.";
                await transaction.ExecuteAsync(Act, new { row.Id, now, status });
                await transaction.ExecuteAsync(Insert, StepRow.Of(row.Id, number, step, now));
                if (Words.Parse<RolloutVerb>(row.Verb) == RolloutVerb.Rollback) await ActionEnds.RememberAsync(transaction, row, now);
                await TellAsync(transaction, row, AnalysisEventKind.ActionStep, $"Step {number}: {step.Description} {step.Method} {step.Path}. {step.Precondition.Words}", now);
                return passed;
            },
            cancellationToken);
        Raise(claim);
        return result;
    }

    /// <summary>How long the claim's lease still lasts, asked right before a step is sent; null when it is lost.</summary>
    public async Task<TimeSpan?> LeaseLeftAsync(ActionRow claim, CancellationToken cancellationToken)
    {
        return await database.FindAsync<long?>(Holder, new { claim.Id, claim.Fence }, cancellationToken) is { } until ? TimeSpan.FromMilliseconds(until - Now()) : null;
    }

    /// <summary>Writes what came of a step. False when the lease is lost: then whoever has it finds out by looking.</summary>
    public async Task<bool> AnsweredAsync(ActionRow claim, int number, string name, StepOutcome outcome, CancellationToken cancellationToken)
    {
        string message = outcome.Message.Length <= LongestMessage ? outcome.Message : outcome.Message[..LongestMessage];
        string status = $"Step {number}, {name}: {Words.Of(outcome.Answer).Replace('_', ' ')}. {message}";
        bool isWritten = await database.WriteAsync(
            async transaction =>
            {
                if (await LockAsync(transaction, claim) is not { } row) return false;
                long now = Now();
                await transaction.ExecuteAsync(Answer, new { row.Id, status, isProgress = outcome.Answer == StepAnswer.Applied ? 1L : 0L });
                await transaction.ExecuteAsync(
                    "update rollout_step set answer = @answer, message = @message, answered_millis = @now where action_id = @Id and number = @number and answer is null",
                    new { row.Id, number = (long)number, answer = Words.Of(outcome.Answer), message, now });
                await TellAsync(transaction, row, AnalysisEventKind.ActionAnswered, status, now);
                return true;
            },
            cancellationToken);
        if (isWritten) Raise(claim);
        return isWritten;
    }

    /// <summary>Gives the lease back until a later look, and says what is waited for. An event is written when that is new. False when the lease was lost.</summary>
    /// <param name="claim">The claim.</param>
    /// <param name="isPaused">True when a switch or the rate limit holds it back.</param>
    /// <param name="status">What is waited for.</param>
    /// <param name="waited">Time without getting on, with the wait to come.</param>
    /// <param name="wait">The wait.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<bool> WaitAsync(ActionRow claim, bool isPaused, string status, TimeSpan waited, TimeSpan wait, CancellationToken cancellationToken)
    {
        bool isWritten = await database.WriteAsync(
            async transaction =>
            {
                if (await LockAsync(transaction, claim) is not { } row) return false;
                ActionState state = isPaused ? ActionState.Paused : row.StartedMillis is null ? ActionState.Asked : ActionState.Acting;
                long now = Now();
                bool isNews = row.Status != status;
                await transaction.ExecuteAsync(
                    Wait, new { row.Id, row.Fence, state = Words.Of(state), status, rise = isNews ? 1L : 0L, waited = (long)waited.TotalMilliseconds, due = now + (long)wait.TotalMilliseconds });
                if (isNews) await TellAsync(transaction, row, AnalysisEventKind.ActionWaiting, status, now);
                return true;
            },
            cancellationToken);
        if (isWritten) Raise(claim);
        return isWritten;
    }

    /// <summary>Gives the lease back at once, and changes nothing else. False when it was lost.</summary>
    public async Task<bool> ReleaseAsync(ActionRow claim, TimeSpan wait, CancellationToken cancellationToken) => await database.WriteAsync(
        transaction => transaction.ExecuteAsync("update rollout_action set due_millis = @due, owner = null where id = @Id and fence = @Fence and owner is not null", new { claim.Id, claim.Fence, due = Now() + (long)wait.TotalMilliseconds }),
        cancellationToken) > 0;

    /// <summary>Ends the action, and the analysis that waits for it. False when the lease was lost.</summary>
    public async Task<bool> EndAsync(ActionRow claim, ActionEnding ending, string status, CancellationToken cancellationToken)
    {
        bool isEnded = await database.WriteAsync(
            async transaction =>
            {
                if (await LockAsync(transaction, claim) is not { } row) return false;
                await ends.EndAsync(transaction, row, ending, status, actor: null);
                return true;
            },
            cancellationToken);
        if (isEnded) Raise(claim);
        return isEnded;
    }

    // Names have letters and a few signs only, none of which means anything in a text of SQL.
    private static string Listed(string[] targets) => string.Join(", ", targets.Select(name => RolloutOptionsValidator.IsName(name) ? $"'{name}'" : throw new ArgumentException($"'{name}' is not the name of a target.", nameof(targets))));

    private Task<ActionRow?> LockAsync(StoreTransaction transaction, ActionRow claim) => transaction.FindAsync<ActionRow>($"{Locked} {database.ForUpdate}", new { claim.Id, claim.Fence });

    private static Task TellAsync(StoreTransaction transaction, ActionRow row, AnalysisEventKind kind, string text, long now) =>
        row.AnalysisId is { } analysis ? ActingAnalyses.AppendAsync(transaction, analysis, kind, actor: null, text, now) : Task.CompletedTask;

    private void Raise(ActionRow claim)
    {
        if (claim.AnalysisId is { } analysis) signals.Raise(analysis);
    }

    private long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
