using System.Diagnostics;
using CanaryJudge.Analyzer.Analyses.Notices;
using CanaryJudge.Analyzer.Analyses.Ticking;
using CanaryJudge.Analyzer.Rollouts.Store;
using CanaryJudge.Judging.Deciding;

namespace CanaryJudge.Analyzer.Analyses.Store;

/// <summary>Starts and ends analyses on somebody's behalf. Each change is one transaction with its event.</summary>
internal sealed class AnalysisWrites(StoreDatabase database, Decisions decisions, AnalysisSignals signals, AnalysisMeter meter, TimeProvider clock)
{
    private const string Insert = """
        insert into analysis (id, application, target, policy, source, started_by, start_key, start_digest, state, could_not_judge, reason, created_millis, start_millis,
          interval_millis, horizon, revision, baseline_revision, mode, windows, sequence, tick_millis, due_millis, fence, start_trace)
        values (@Id, @Application, @Target, @Policy, @Source, @StartedBy, @key, @digest, @state, 0, @Reason, @CreatedMillis, @StartMillis,
          @IntervalMillis, @Horizon, @Revision, @BaselineRevision, @mode, 0, 1, @NextMillis, @NextMillis, 0, @trace)
        """;

    private const string End = """
        update analysis set state = 'ended', ending = @ending, decision = @decision, reason = @reason, ended_by = @actor, superseded_by = @successor, ended_millis = @now,
          tick_millis = null, due_millis = null, owner = null, fence = fence + 1, sequence = sequence + 1
        where id = @id and state <> 'ended' returning sequence, windows
        """;

    private const string Decide = """
        update analysis set state = @state, decision = @decision, reason = @reason, tick_millis = null, due_millis = null, owner = null, fence = fence + 1
        where id = @id
        """;

    /// <summary>Starts an analysis, and ends the one of the same target that is still judged. When the caller's key was used before, nothing is changed.</summary>
    /// <param name="analysis">The analysis.</param>
    /// <param name="definition">What it asks.</param>
    /// <param name="key">The caller's idempotency key; null for none.</param>
    /// <param name="digest">Digest of the request's content.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The analysis of that key and whether its request was another; or null when this one was started.</returns>
    public async Task<(Analysis Earlier, bool IsOther)?> StartAsync(Analysis analysis, AnalysisDefinition definition, string? key, string digest, CancellationToken cancellationToken)
    {
        byte[] content = DefinitionContent.Write(definition);
        List<string> changed = [];
        (Analysis, bool)? earlier = await database.WriteAsync<(Analysis, bool)?>(
            async transaction =>
            {
                changed.Clear();
                if (key is not null && await FindKeyAsync(transaction, analysis.StartedBy, key) is { } used) return (used.ToAnalysis(), used.StartDigest != digest);
                changed.AddRange(await SupersedeAsync(transaction, analysis));
                await transaction.ExecuteAsync(Insert, Arguments(analysis, key, digest));
                await transaction.ExecuteAsync("insert into analysis_definition (analysis_id, content) values (@Id, @content)", new { analysis.Id, content });
                await EventWrites.AppendAsync(transaction, Event(analysis.Id, 1, AnalysisEventKind.Started, AnalysisState.Waiting, analysis.StartedBy, analysis.Reason));
                await NoticeEvents.AppendStandingAsync(transaction, analysis.Application, analysis.Target, Now());
                changed.Add(analysis.Id);
                return null;
            },
            cancellationToken);
        foreach (string id in changed) signals.Raise(id);
        if (changed.Count > 1) meter.CountEnding(AnalysisEnding.Superseded, decision: null, changed.Count - 1);
        signals.RaiseStarted();
        return earlier;
    }

    /// <summary>Ends an analysis that has not ended. A decision about a target of the service is first carried out by an action; called off, an action that is under way is stopped.</summary>
    /// <returns>True when this call ended or decided it; false when it was over or decided before, or does not exist.</returns>
    public async Task<bool> EndAsync(string id, AnalysisEnding ending, VerdictOutcome? decision, string actor, string reason, CancellationToken cancellationToken)
    {
        bool isEnded = await database.WriteAsync(
            async transaction =>
            {
                AnalysisRow? row = await transaction.FindAsync<AnalysisRow>($"select {AnalysisRow.Columns} from analysis where id = @id and state <> 'ended' {database.ForUpdate}", new { id });
                if (row is null) return false;
                bool isActing = Words.Parse<AnalysisState>(row.State) is AnalysisState.Promoting or AnalysisState.RollingBack;
                if (isActing && ending != AnalysisEnding.Cancelled) return false;
                if (isActing) await decisions.StopAsync(transaction, id, actor, reason);
                if (decision is not { } made || decisions.OfPerson(row, made, actor, reason) is not { } action) return await EndAsync(transaction, id, ending, decision, actor, reason, successor: null);
                await transaction.ExecuteAsync(Decide, new { id, state = Words.Of(ActingAnalyses.StateOf(made)), decision = Words.Of(made), reason });
                await decisions.BeginAsync(transaction, action);
                return true;
            },
            cancellationToken);
        if (!isEnded) return false;
        signals.Raise(id);
        decisions.Wake();
        meter.CountEnding(ending, decision);
        return true;
    }

    private static Task<AnalysisRow?> FindKeyAsync(StoreTransaction transaction, string by, string key) =>
        transaction.FindAsync<AnalysisRow>($"select {AnalysisRow.Columns} from analysis where started_by = @by and start_key = @key", new { by, key });

    private static object Arguments(Analysis analysis, string? key, string digest) => new
    {
        analysis.Id,
        analysis.Application,
        analysis.Target,
        analysis.Policy,
        analysis.Source,
        analysis.StartedBy,
        key,
        digest,
        state = Words.Of(analysis.State),
        analysis.Reason,
        analysis.CreatedMillis,
        analysis.StartMillis,
        analysis.IntervalMillis,
        Horizon = (long)analysis.Horizon,
        analysis.Revision,
        analysis.BaselineRevision,
        mode = Words.Of(analysis.Mode),
        analysis.NextMillis,
        trace = Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id } ? id : null,
    };

    private async Task<IReadOnlyList<string>> SupersedeAsync(StoreTransaction transaction, Analysis later)
    {
        IReadOnlyList<string> live = await transaction.QueryAsync<string>(
            $"select id from analysis where application = @Application and target = @Target and state in ('waiting', 'judging', 'held') {database.ForUpdate}", new { later.Application, later.Target });
        foreach (string id in live)
        {
            string reason = $"A later analysis of {later.Target} was started by {later.StartedBy}: {later.Id}.";
            await EndAsync(transaction, id, AnalysisEnding.Superseded, decision: null, later.StartedBy, reason, later.Id);
        }

        return live;
    }

    private async Task<bool> EndAsync(StoreTransaction transaction, string id, AnalysisEnding ending, VerdictOutcome? decision, string actor, string reason, string? successor)
    {
        EndedRow? ended = await transaction.FindAsync<EndedRow>(End, new { id, ending = Words.Of(ending), decision = Words.Of(decision), reason, actor, successor, now = Now() });
        if (ended is null) return false;
        AnalysisEvent made = Event(id, ended.Sequence, AnalysisEventKind.Ended, AnalysisState.Ended, actor, reason);
        await EventWrites.AppendAsync(transaction, made with { Ending = ending, Outcome = decision, WindowsElapsed = (int)ended.Windows });
        return true;
    }

    private AnalysisEvent Event(string id, long sequence, AnalysisEventKind kind, AnalysisState state, string actor, string reason) => new()
    {
        AnalysisId = id,
        Sequence = sequence,
        AtMillis = Now(),
        Kind = kind,
        State = state,
        WindowsElapsed = 0,
        Actor = actor,
        Reason = reason,
    };

    private long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private sealed class EndedRow
    {
        public long Sequence { get; set; }

        public long Windows { get; set; }
    }
}
