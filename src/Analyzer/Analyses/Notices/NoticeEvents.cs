using CanaryJudge.Analyzer.Analyses.Store;

namespace CanaryJudge.Analyzer.Analyses.Notices;

/// <summary>Writes what others say into the logs of the analyses that it is about.</summary>
internal static class NoticeEvents
{
    /// <summary>Most news in one analysis: its timeline stays readable whatever is sent.</summary>
    public const int MostNews = 200;

    private const string Raise = "update analysis set sequence = sequence + 1 where target = @target and (@application = '' or application = @application) and state <> 'ended'";

    // The same again, word for word, is a repeat.
    private const string News = $"""
         and not exists (select 1 from analysis_event e where e.analysis_id = analysis.id and e.kind = 'noted' and e.actor = @actor and e.reason = @words)
         and (select count(*) from analysis_event e where e.analysis_id = analysis.id and e.kind = 'noted') < @most
        """;

    /// <summary>Appends an event to every analysis of a target that has not ended.</summary>
    /// <returns>Their identities.</returns>
    public static async Task<IReadOnlyList<string>> AppendAsync(StoreTransaction transaction, AnalysisEventKind kind, string application, string target, string actor, string words, long now)
    {
        string sql = $"{Raise}{(kind == AnalysisEventKind.Noted ? News : "")} returning id, sequence, windows, state";
        IReadOnlyList<RaisedRow> raised = await transaction.QueryAsync<RaisedRow>(sql, new { application, target, actor, words, most = MostNews });
        foreach (RaisedRow row in raised)
        {
            await EventWrites.AppendAsync(transaction, new AnalysisEvent
            {
                AnalysisId = row.Id,
                Sequence = row.Sequence,
                AtMillis = now,
                Kind = kind,
                State = Words.Parse<AnalysisState>(row.State),
                WindowsElapsed = (int)row.Windows,
                Actor = actor,
                Reason = words,
            });
        }

        return [.. raised.Select(row => row.Id)];
    }

    /// <summary>Appends what stands against a target's promotion already to the analysis that is being started; its first event is written.</summary>
    public static async Task AppendStandingAsync(StoreTransaction transaction, string application, string target, long now)
    {
        if (await StandingVetoes.AgainstAsync(transaction, application, target) is { } words) await AppendAsync(transaction, AnalysisEventKind.Vetoed, application, target, "vetoes before its start", words, now);
    }

    private sealed class RaisedRow
    {
        public string Id { get; set; } = "";

        public long Sequence { get; set; }

        public long Windows { get; set; }

        public string State { get; set; } = "";
    }
}
