using System.Data.Common;
using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Policies;
using Dapper;

namespace CanaryJudge.Analyzer.Analyses.Store;

/// <summary>Looks analyses up.</summary>
internal sealed class AnalysisReads(StoreDatabase database)
{
    /// <summary>The analysis of an identity; null when there is none.</summary>
    public async Task<Analysis?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using DbConnection connection = await database.OpenAsync(cancellationToken);
        AnalysisRow? row = await connection.QuerySingleOrDefaultAsync<AnalysisRow>(Command($"select {AnalysisRow.Columns} from analysis where id = @id", new { id }, cancellationToken));
        return row?.ToAnalysis();
    }

    /// <summary>Up to so many analyses that pass the filter, the latest first, older than an identity when one is given.</summary>
    public async Task<IReadOnlyList<Analysis>> ListAsync(AnalysisFilter filter, string? before, int limit, CancellationToken cancellationToken)
    {
        List<string> conditions = ["1 = 1"];
        if (filter.Application is not null) conditions.Add("application = @application");
        if (filter.States.Count > 0) conditions.Add($"state in ({string.Join(", ", filter.States.Select(s => $"'{Words.Of(s)}'"))})");
        if (filter.CreatedFromMillis is not null) conditions.Add("created_millis >= @from");
        if (filter.CreatedBeforeMillis is not null) conditions.Add("created_millis < @until");
        if (before is not null) conditions.Add("id < @before");
        string sql = $"select {AnalysisRow.Columns} from analysis where {string.Join(" and ", conditions)} order by id desc limit @limit";
        DynamicParameters arguments = new(new { limit });
        arguments.Add("application", filter.Application);
        arguments.Add("from", filter.CreatedFromMillis);
        arguments.Add("until", filter.CreatedBeforeMillis);
        arguments.Add("before", before);

        await using DbConnection connection = await database.OpenAsync(cancellationToken);
        IEnumerable<AnalysisRow> rows = await connection.QueryAsync<AnalysisRow>(Command(sql, arguments, cancellationToken));
        return [.. rows.Select(row => row.ToAnalysis())];
    }

    /// <summary>Up to so many events of an analysis after a sequence number, in order.</summary>
    public async Task<IReadOnlyList<AnalysisEvent>> EventsAsync(string id, long after, int limit, CancellationToken cancellationToken)
    {
        string sql = $"select {EventRow.Columns} from analysis_event where analysis_id = @id and sequence > @after order by sequence limit @limit";
        await using DbConnection connection = await database.OpenAsync(cancellationToken);
        IEnumerable<EventRow> rows = await connection.QueryAsync<EventRow>(Command(sql, new { id, after, limit }, cancellationToken));
        return [.. rows.Select(row => row.ToEvent())];
    }

    /// <summary>What an analysis asks and how it judges; null when there is none of that identity.</summary>
    public async Task<AnalysisDefinition?> DefinitionAsync(string id, CancellationToken cancellationToken)
    {
        await using DbConnection connection = await database.OpenAsync(cancellationToken);
        byte[]? content = await connection.QuerySingleOrDefaultAsync<byte[]>(Command("select content from analysis_definition where analysis_id = @id", new { id }, cancellationToken));
        return content is null ? null : DefinitionContent.Read(content);
    }

    /// <summary>The first so many windows of an analysis as they were measured, one entry a window, each with one entry a metric; fewer when there are fewer.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<MetricWindows>>> WindowsAsync(string id, CanaryPolicy policy, int count, CancellationToken cancellationToken)
    {
        await using DbConnection connection = await database.OpenAsync(cancellationToken);
        IEnumerable<byte[]> contents = await connection.QueryAsync<byte[]>(
            Command("select content from analysis_window where analysis_id = @id and position < @count order by position", new { id, count = (long)count }, cancellationToken));
        return [.. contents.Select(content => WindowContent.Read(content, policy))];
    }

    /// <summary>Ends with an exception when the store cannot be reached.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        await using DbConnection connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteScalarAsync<string>(Command("select id from analysis limit 1", null, cancellationToken));
    }

    /// <summary>The store's size in bytes.</summary>
    public async Task<long> SizeAsync(CancellationToken cancellationToken)
    {
        await using DbConnection connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<long>(Command(database.SizeQuery, null, cancellationToken));
    }

    private static CommandDefinition Command(string sql, object? arguments, CancellationToken cancellationToken) => new(sql, arguments, cancellationToken: cancellationToken);
}
