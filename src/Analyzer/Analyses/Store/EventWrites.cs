namespace CanaryJudge.Analyzer.Analyses.Store;

/// <summary>Appends to the log.</summary>
internal static class EventWrites
{
    private const string Insert = """
        insert into analysis_event (analysis_id, sequence, at_millis, kind, state, windows, outcome, ending, actor, reason, content, score)
        values (@AnalysisId, @Sequence, @AtMillis, @Kind, @State, @Windows, @Outcome, @Ending, @Actor, @Reason, @Content, @Score)
        """;

    /// <summary>Appends an event, and tells the other replicas.</summary>
    public static async Task AppendAsync(StoreTransaction transaction, AnalysisEvent made)
    {
        await transaction.ExecuteAsync(Insert, EventRow.Of(made));
        if (transaction.Database.Notify is { } notify) await transaction.ExecuteAsync(notify, new { id = made.AnalysisId });
    }
}
