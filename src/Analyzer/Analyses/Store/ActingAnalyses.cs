using CanaryJudge.Judging.Deciding;

namespace CanaryJudge.Analyzer.Analyses.Store;

/// <summary>What an action writes about the analysis that was decided and waits for it. An analysis that does not wait any more is left alone.</summary>
internal static class ActingAnalyses
{
    /// <summary>Where an analysis stands while its decision is carried out.</summary>
    public const string States = "('promoting', 'rolling_back')";

    // What a policy decided without its judge, whose last word was pause, was its rule for the horizon.
    private const string Finish = $"""
        update analysis set state = 'ended', ending = case when @ending = 'verdict' and outcome = 'pause' then 'horizon' else @ending end, reason = @reason, ended_by = @actor, ended_millis = @now, tick_millis = null, due_millis = null, owner = null, sequence = sequence + 1
        where id = @id and state in {States} returning sequence, windows, state, decision, ending
        """;

    /// <summary>Where an analysis stands while a decision is carried out.</summary>
    public static AnalysisState StateOf(VerdictOutcome decision) => decision == VerdictOutcome.Rollback ? AnalysisState.RollingBack : AnalysisState.Promoting;

    /// <summary>Appends an event.</summary>
    public static async Task AppendAsync(StoreTransaction transaction, string id, AnalysisEventKind kind, string? actor, string reason, long now)
    {
        ActingRow? row = await transaction.FindAsync<ActingRow>($"update analysis set sequence = sequence + 1 where id = @id and state in {States} returning sequence, windows, state, decision", new { id });
        if (row is not null) await EventWrites.AppendAsync(transaction, Event(id, row, kind, Words.Parse<AnalysisState>(row.State), actor, reason, now));
    }

    /// <summary>Ends the analysis, as its action has ended; as a verdict, or by its horizon when that is what decided.</summary>
    public static async Task FinishAsync(StoreTransaction transaction, string id, AnalysisEnding ending, string? actor, string reason, long now)
    {
        ActingRow? row = await transaction.FindAsync<ActingRow>(Finish, new { id, ending = Words.Of(ending), actor, reason, now });
        if (row is null) return;
        AnalysisEvent made = Event(id, row, AnalysisEventKind.Ended, AnalysisState.Ended, actor, reason, now);
        await EventWrites.AppendAsync(transaction, made with { Ending = Words.ParseOrNone<AnalysisEnding>(row.Ending), Outcome = Words.ParseOrNone<VerdictOutcome>(row.Decision) });
    }

    private static AnalysisEvent Event(string id, ActingRow row, AnalysisEventKind kind, AnalysisState state, string? actor, string reason, long now) => new()
    {
        AnalysisId = id,
        Sequence = row.Sequence,
        AtMillis = now,
        Kind = kind,
        State = state,
        WindowsElapsed = (int)row.Windows,
        Actor = actor,
        Reason = reason,
    };

    private sealed class ActingRow
    {
        public long Sequence { get; set; }

        public long Windows { get; set; }

        public string State { get; set; } = "";

        public string? Decision { get; set; }

        public string? Ending { get; set; }
    }
}
