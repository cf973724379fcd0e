using System.Data.Common;
using CanaryJudge.Analyzer.Analyses;
using CanaryJudge.Analyzer.Analyses.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CanaryJudge.Analyzer.Tests.Analyses;

/// <summary>A store without a service that ticks: analyses are started and looked at, and other processes run them.</summary>
internal sealed class Store : IAsyncDisposable
{
    private readonly WebApplication app;

    private Store(WebApplication app) => this.app = app;

    public AnalysisDesk Desk => app.Services.GetRequiredService<AnalysisDesk>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public IServiceProvider Services => app.Services;

    private StoreDatabase Database => app.Services.GetRequiredService<StoreDatabase>();

    public static async Task<Store> OpenAsync(string setting, Uri metrics, params string[] settings)
    {
        Store store = new(Program.Build([setting, $"--Sources:Prometheus:main:Address={metrics}", "--Analyses:ScrapeDelay=00:00:00", "--Log:Level=Error", .. settings]));
        await store.Database.MigrateAsync(Token);
        return store;
    }

    /// <summary>Starts an analysis and gives its identity.</summary>
    public async Task<string> StartAsync(AnalysisStart start)
    {
        StartResult result = await Desk.StartAsync(start, Token);
        Assert.Empty(result.Violations);
        return result.Analysis!.Id;
    }

    /// <summary>Everything that is kept of an analysis, but for who it is and when it was written, as text: equal texts are equal records, bit for bit.</summary>
    public async Task<string> RecordAsync(string id)
    {
        string[] parts = [
            "select state, ending, decision, outcome, could_not_judge, reason, start_millis, interval_millis, horizon, windows, sequence from analysis where id = @id",
            "select content from analysis_definition where analysis_id = @id",
            "select sequence, kind, state, windows, outcome, ending, actor, reason, content from analysis_event where analysis_id = @id order by sequence",
            "select position, content from analysis_window where analysis_id = @id order by position",
        ];
        return await Database.ReadAsync(PartsAsync, Token);

        // One after the other: a connection reads one thing at a time.
        async Task<string> PartsAsync(DbConnection connection)
        {
            List<string> texts = [];
            foreach (string part in parts) texts.Add(await RowsAsync(connection, part, id));
            return string.Join('\n', texts);
        }
    }

    /// <summary>The identities of the analyses whose ticks an owner has leased now.</summary>
    public async Task<IReadOnlyList<string>> LeasedAsync(int processId)
    {
        return [.. await Database.QueryAsync<string>("select id from analysis where owner like @owner", new { owner = $"%/{processId}" }, Token)];
    }

    /// <summary>How late each verdict was written, in seconds: from the moment its window could be asked for.</summary>
    public async Task<double[]> LatenessAsync()
    {
        IReadOnlyList<long> millis = await Database.QueryAsync<long>(
            "select e.at_millis - a.start_millis - e.windows * a.interval_millis from analysis_event e join analysis a on a.id = e.analysis_id where e.kind = 'judged'", null, Token);
        return [.. millis.Order().Select(m => m / 1000.0)];
    }

    /// <summary>The number of windows that are recorded.</summary>
    public Task<long> WindowsAsync() => Database.FindAsync<long>("select count(*) from analysis_window", null, Token);

    /// <summary>Bytes that the store takes.</summary>
    public Task<long> SizeAsync() => app.Services.GetRequiredService<AnalysisReads>().SizeAsync(Token);

    /// <summary>Lets every lease run out, as the passing of time would.</summary>
    public Task EndLeasesAsync() => Database.WriteAsync(transaction => transaction.ExecuteAsync("update analysis set due_millis = tick_millis where owner is not null", new { }), Token);

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    // Every cell as the database gives it.
    private static async Task<string> RowsAsync(DbConnection connection, string sql, string id)
    {
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        DbParameter parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ("id", id);
        command.Parameters.Add(parameter);
        await using DbDataReader reader = await command.ExecuteReaderAsync(Token);
        List<string> rows = [];
        while (await reader.ReadAsync(Token)) rows.Add(string.Join(" | ", Enumerable.Range(0, reader.FieldCount).Select(k => reader.GetValue(k) is byte[] bytes ? Convert.ToHexString(bytes) : $"{reader.GetValue(k)}")));
        return string.Join('\n', rows);
    }
}
