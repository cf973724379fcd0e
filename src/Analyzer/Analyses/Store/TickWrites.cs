using CanaryJudge.Analyzer.Analyses.Notices;
using CanaryJudge.Analyzer.Analyses.Ticking;
using CanaryJudge.Analyzer.Rollouts.Store;
using CanaryJudge.Judging.Deciding;

namespace CanaryJudge.Analyzer.Analyses.Store;

/// <summary>What the ticks write. Every write carries the fence number of its claim, and changes nothing when it is not the latest.</summary>
internal sealed class TickWrites(StoreDatabase database, Decisions decisions, AnalysisSignals signals, TimeProvider clock)
{
    private const string Judge = """
        update analysis set state = @state, ending = @ending, decision = @decision, outcome = @outcome, could_not_judge = @couldNotJudge, reason = @reason, windows = windows + 1,
          sequence = sequence + @events, tick_millis = @tick, due_millis = @tick, ended_millis = @ended, owner = null
        where id = @Id and fence = @Fence and windows = @Windows and state <> 'ended' returning sequence
        """;

    private const string Fail = """
        update analysis set could_not_judge = 1, reason = @reason, sequence = sequence + @events, due_millis = @due, owner = null
        where id = @Id and fence = @Fence and state <> 'ended' returning sequence
        """;

    private const string Expire = """
        update analysis set state = 'ended', ending = 'expired', reason = @reason, sequence = sequence + 1, tick_millis = null, due_millis = null, ended_millis = @now, owner = null
        where id = @Id and fence = @Fence and state = 'held' returning sequence
        """;

    /// <summary>Leases up to so many due ticks, the longest due first.</summary>
    public Task<IReadOnlyList<ClaimedTick>> ClaimAsync(string owner, TimeSpan lease, int limit, CancellationToken cancellationToken)
    {
        string sql = $"""
            update analysis set owner = @owner, due_millis = @until, fence = fence + 1
            from (select id as claimed from analysis where due_millis <= @now order by due_millis limit @limit {database.SkipLocked}) as due
            where id = due.claimed
            returning id, application, target, fence, state, windows, tick_millis as TickMillis, start_millis as StartMillis, interval_millis as IntervalMillis, could_not_judge as CouldNotJudge,
              start_trace as StartTrace, reason, policy, revision, baseline_revision as BaselineRevision, mode
            """;
        return database.WriteAsync(
            transaction =>
            {
                long now = Now();
                return transaction.QueryAsync<ClaimedTick>(sql, new { owner, now, until = now + (long)lease.TotalMilliseconds, limit });
            },
            cancellationToken);
    }

    /// <summary>Makes a lease longer. False when it is lost.</summary>
    public async Task<bool> RenewAsync(ClaimedTick tick, TimeSpan lease, CancellationToken cancellationToken) => await database.WriteAsync(
        transaction => transaction.ExecuteAsync("update analysis set due_millis = @until where id = @Id and fence = @Fence and owner is not null", new { tick.Id, tick.Fence, until = Now() + (long)lease.TotalMilliseconds }),
        cancellationToken) > 0;

    /// <summary>Gives a lease back, so that the tick is due again after a while. False when it was lost.</summary>
    public async Task<bool> ReleaseAsync(ClaimedTick tick, TimeSpan wait, CancellationToken cancellationToken) => await database.WriteAsync(
        transaction => transaction.ExecuteAsync("update analysis set due_millis = @due, owner = null where id = @Id and fence = @Fence and owner is not null", new { tick.Id, tick.Fence, due = Now() + (long)wait.TotalMilliseconds }),
        cancellationToken) > 0;

    /// <summary>Writes a window, its verdict, its events and the next tick (or, when it is decided, the action) as one transaction.</summary>
    /// <param name="tick">The claim.</param>
    /// <param name="judged">What it found.</param>
    /// <param name="vetoed">The same, as it is written when it would promote and a veto stands against that; null when it does not promote.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What was written; null when the lease is lost: nothing is written then.</returns>
    public async Task<JudgedTick?> JudgedAsync(ClaimedTick tick, JudgedTick judged, JudgedTick? vetoed, CancellationToken cancellationToken)
    {
        byte[] content = WindowContent.Write(judged.Windows);
        JudgedTick written = judged;
        ActionRequest? action = null;
        bool isWritten = await database.WriteAsync(
            async transaction =>
            {
                string? veto = vetoed is null ? null : await VetoAsync(transaction, tick);
                written = veto is null ? judged : vetoed!;
                action = written.State == AnalysisState.Ended ? decisions.OfVerdict(tick, written.Verdict) : null;
                AnalysisEvent[] events = Events(tick, written, action is not null, veto);
                if (await transaction.FindAsync<long?>(Judge, Arguments(tick, written, action is not null, veto, events)) is not { } sequence) return false;
                await transaction.ExecuteAsync("insert into analysis_window (analysis_id, position, content) values (@Id, @Windows, @content)", new { tick.Id, tick.Windows, content });
                await AppendAsync(transaction, events, sequence);
                if (action is not null) await decisions.BeginAsync(transaction, action);
                return true;
            },
            cancellationToken);
        if (!isWritten) return null;
        if (action is not null) decisions.Wake();
        signals.Raise(tick.Id);
        return written;
    }

    /// <summary>Why a decided analysis is over: its judge was sure, or the policy's rule for the horizon decided.</summary>
    public static AnalysisEnding EndingOf(Verdict verdict) => verdict.ByHorizon ? AnalysisEnding.Horizon : AnalysisEnding.Verdict;

    /// <summary>Writes that the source did not answer, and when it is asked again. An event is written at the first failure, and when the reason changes. False when the lease is lost.</summary>
    public Task<bool> SourceFailedAsync(ClaimedTick tick, string reason, TimeSpan wait, CancellationToken cancellationToken)
    {
        AnalysisEvent[] events = tick.CouldNotJudge == 0 || tick.Reason != reason ? [Event(tick, AnalysisEventKind.SourceFailed, Words.Parse<AnalysisState>(tick.State), reason)] : [];
        return WriteAsync(tick, events, Fail, new { tick.Id, tick.Fence, reason, events = (long)events.Length, due = Now() + (long)wait.TotalMilliseconds }, cancellationToken);
    }

    /// <summary>Ends an analysis that was held for too long. False when somebody decided meanwhile.</summary>
    public Task<bool> ExpireAsync(ClaimedTick tick, string reason, CancellationToken cancellationToken) => WriteAsync(
        tick, [Event(tick, AnalysisEventKind.Ended, AnalysisState.Ended, reason) with { Ending = AnalysisEnding.Expired }], Expire, new { tick.Id, tick.Fence, reason, now = Now() }, cancellationToken);

    // The analysis' row first: a veto that is being written waits for it, or is there.
    private async Task<string?> VetoAsync(StoreTransaction transaction, ClaimedTick tick)
    {
        await transaction.FindAsync<string>($"select id from analysis where id = @Id {database.ForUpdate}", new { tick.Id });
        return await StandingVetoes.AgainstAsync(transaction, tick.Application, tick.Target);
    }

    private AnalysisEvent[] Events(ClaimedTick tick, JudgedTick judged, bool isActing, string? veto)
    {
        Verdict verdict = judged.Verdict;
        AnalysisEvent first = Event(tick, AnalysisEventKind.Judged, AnalysisState.Judging, verdict.Reason) with { WindowsElapsed = (int)tick.Windows + 1, Outcome = verdict.Found, Judgements = MetricJudgement.Of(verdict), Score = verdict.Score };
        if (isActing || judged.State == AnalysisState.Judging) return [first];
        bool isEnded = judged.State == AnalysisState.Ended;
        return
        [
            first,
            first with
            {
                Kind = isEnded ? AnalysisEventKind.Ended : AnalysisEventKind.Held,
                State = judged.State,
                Ending = isEnded ? EndingOf(verdict) : null,
                Outcome = isEnded ? verdict.Outcome : null,
                Reason = Reason(verdict, veto),
                Judgements = [],
                Score = null,
            },
        ];
    }

    private object Arguments(ClaimedTick tick, JudgedTick judged, bool isActing, string? veto, AnalysisEvent[] events)
    {
        bool isDecided = judged.State == AnalysisState.Ended, isEnded = isDecided && !isActing;
        return new
        {
            tick.Id,
            tick.Fence,
            tick.Windows,
            state = Words.Of(isActing ? ActingAnalyses.StateOf(judged.Verdict.Outcome) : judged.State),
            ending = isEnded ? Words.Of(EndingOf(judged.Verdict)) : null,
            decision = isDecided ? Words.Of(judged.Verdict.Outcome) : null,
            outcome = Words.Of(judged.Verdict.Found),
            couldNotJudge = judged.Verdict.CouldNotJudge ? 1L : 0L,
            reason = Reason(judged.Verdict, veto),
            events = (long)events.Length,
            tick = judged.NextMillis,
            ended = isEnded ? Now() : (long?)null,
        };
    }

    private static string Reason(Verdict verdict, string? veto) => veto is null ? verdict.Reason : $"{verdict.Reason} {veto}";

    private async Task<bool> WriteAsync(ClaimedTick tick, AnalysisEvent[] events, string update, object arguments, CancellationToken cancellationToken)
    {
        bool isWritten = await database.WriteAsync(
            async transaction =>
            {
                if (await transaction.FindAsync<long?>(update, arguments) is not { } sequence) return false;
                await AppendAsync(transaction, events, sequence);
                return true;
            },
            cancellationToken);
        if (isWritten && events.Length > 0) signals.Raise(tick.Id);
        return isWritten;
    }

    private static async Task AppendAsync(StoreTransaction transaction, AnalysisEvent[] events, long sequence)
    {
        for (int k = 0; k < events.Length; k++) await EventWrites.AppendAsync(transaction, events[k] with { Sequence = sequence - events.Length + 1 + k });
    }

    private AnalysisEvent Event(ClaimedTick tick, AnalysisEventKind kind, AnalysisState state, string reason) => new()
    {
        AnalysisId = tick.Id,
        Sequence = 0,
        AtMillis = Now(),
        Kind = kind,
        State = state,
        WindowsElapsed = (int)tick.Windows,
        Reason = reason,
    };

    private long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
