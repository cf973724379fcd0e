using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Analyzer.Analyses.Store;

/// <summary>Looks analyses up.</summary>
internal sealed class AnalysisReads(StoreDatabase database)
{
    /// <summary>The analysis of an identity; null when there is none.</summary>
    public async Task<Analysis?> FindAsync(string id, CancellationToken cancellationToken)
    {
        AnalysisRow? row = await database.FindAsync<AnalysisRow>($"select {AnalysisRow.Columns} from analysis where id = @id", new { id }, cancellationToken);
        return row?.ToAnalysis();
    }

    /// <summary>Up to so many analyses that pass the filter, the latest first, older than an identity when one is given.</summary>
    public async Task<IReadOnlyList<Analysis>> ListAsync(AnalysisFilter filter, string? before, int limit, CancellationToken cancellationToken)
    {
        List<string> conditions = ["1 = 1"];
        if (filter.Application is not null) conditions.Add("application = @application");
        if (filter.Target is not null) conditions.Add("target = @target");
        if (filter.States.Count > 0) conditions.Add($"state in ({string.Join(", ", filter.States.Select(s => $"'{Words.Of(s)}'"))})");
        if (filter.CreatedFromMillis is not null) conditions.Add("created_millis >= @from");
        if (filter.CreatedBeforeMillis is not null) conditions.Add("created_millis < @until");
        if (before is not null) conditions.Add("id < @before");
        string sql = $"select {AnalysisRow.Columns} from analysis where {string.Join(" and ", conditions)} order by id desc limit @limit";
        object arguments = new { limit, application = filter.Application, target = filter.Target, from = filter.CreatedFromMillis, until = filter.CreatedBeforeMillis, before };
        IEnumerable<AnalysisRow> rows = await database.QueryAsync<AnalysisRow>(sql, arguments, cancellationToken);
        return [.. rows.Select(row => row.ToAnalysis())];
    }

    /// <summary>Up to so many events of an analysis after a sequence number, in order.</summary>
    public async Task<IReadOnlyList<AnalysisEvent>> EventsAsync(string id, long after, int limit, CancellationToken cancellationToken)
    {
        IEnumerable<EventRow> rows = await database.QueryAsync<EventRow>($"select {EventRow.Columns} from analysis_event where analysis_id = @id and sequence > @after order by sequence limit @limit", new { id, after, limit }, cancellationToken);
        return [.. rows.Select(row => row.ToEvent())];
    }

    /// <summary>What an analysis asks and how it judges; null when there is none of that identity.</summary>
    public async Task<AnalysisDefinition?> DefinitionAsync(string id, CancellationToken cancellationToken)
    {
        byte[]? content = await database.FindAsync<byte[]>("select content from analysis_definition where analysis_id = @id", new { id }, cancellationToken);
        return content is null ? null : DefinitionContent.Read(content);
    }

    /// <summary>The first so many windows of an analysis as they were measured, one entry a window, each with one entry a metric; fewer when there are fewer.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<MetricWindows>>> WindowsAsync(string id, CanaryPolicy policy, int count, CancellationToken cancellationToken)
    {
        IEnumerable<byte[]> contents = await database.QueryAsync<byte[]>("select content from analysis_window where analysis_id = @id and position < @count order by position", new { id, count = (long)count }, cancellationToken);
        return [.. contents.Select(content => WindowContent.Read(content, policy))];
    }

    /// <summary>When the next tick is due, milliseconds since the Unix epoch; null when none is.</summary>
    public Task<long?> NextDueAsync(CancellationToken cancellationToken) => database.FindAsync<long?>("select min(due_millis) from analysis where due_millis is not null", null, cancellationToken);

    /// <summary>Counts the analyses that have not ended, the ticks that are due, and the vetoes that stand.</summary>
    /// <param name="nowMillis">Now, milliseconds since the Unix epoch.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<StoreCount> CountAsync(long nowMillis, CancellationToken cancellationToken)
    {
        IReadOnlyList<CountRow> rows = await database.QueryAsync<CountRow>(
            "select state as State, count(*) as Number, count(case when due_millis <= @nowMillis then 1 end) as Due, min(due_millis) as FirstMillis from analysis where state <> 'ended' group by state",
            new { nowMillis },
            cancellationToken);
        Dictionary<AnalysisState, long> byState = Enum.GetValues<AnalysisState>().Where(state => state != AnalysisState.Ended).ToDictionary(state => state, _ => 0L);
        foreach (CountRow row in rows) byState[Words.Parse<AnalysisState>(row.State)] = row.Number;
        long first = rows.Min(row => row.FirstMillis) ?? nowMillis;
        long vetoes = await database.FindAsync<long>("select count(*) from veto where lifted_millis is null", null, cancellationToken);
        return new StoreCount(byState, rows.Sum(row => row.Due), TimeSpan.FromMilliseconds(Math.Max(0, nowMillis - first)), vetoes);
    }

    /// <summary>Ends with an exception when the store cannot be reached.</summary>
    public Task CheckAsync(CancellationToken cancellationToken) => database.FindAsync<string>("select id from analysis limit 1", null, cancellationToken);

    /// <summary>The store's size in bytes.</summary>
    public Task<long> SizeAsync(CancellationToken cancellationToken) => database.FindAsync<long>(database.SizeQuery, null, cancellationToken);

    private sealed class CountRow
    {
        public string State { get; set; } = "";

        public long Number { get; set; }

        public long Due { get; set; }

        public long? FirstMillis { get; set; }
    }
}
