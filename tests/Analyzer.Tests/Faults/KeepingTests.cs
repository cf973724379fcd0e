using CanaryJudge.Analyzer.Analyses;
using CanaryJudge.Analyzer.Analyses.Store;
using CanaryJudge.Analyzer.Tests.Analyses;
using CanaryJudge.Analyzer.Tests.Hosting;
using DbUp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CanaryJudge.Analyzer.Tests.Faults;

/// <summary>What the store keeps and for how long, and its schema when several replicas bring it up to date at once.</summary>
public sealed class KeepingTests(Databases databases)
{
    private const string Source = "--Sources:Prometheus:main:Address=http://127.0.0.1:9";
    private const int Replicas = 4;

    public static TheoryData<string> Stores => [Databases.Sqlite, Databases.Postgres];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task EndedAnalyses_AreDeletedWholeAfterTheirTime_AndOthersNever(string kind)
    {
        MovedClock clock = new();
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync(builder => builder.Services.AddSingleton<TimeProvider>(clock), await databases.NewAsync(kind), Source, "--Store:RetentionDays=30");
        AnalysisDesk desk = analyzer.Services.GetRequiredService<AnalysisDesk>();
        StoreDatabase database = analyzer.Services.GetRequiredService<StoreDatabase>();
        StoreKeeping keeping = analyzer.Services.GetServices<IHostedService>().OfType<StoreKeeping>().Single();
        string old = await EndAsync(desk, "old"), running = (await desk.StartAsync(Starts.Of("running"), Token)).Analysis!.Id;
        clock.Offset = TimeSpan.FromDays(2);
        string later = await EndAsync(desk, "later");

        clock.Offset = TimeSpan.FromDays(31);
        Assert.Equal(1, await keeping.DeleteAsync(Token));
        Assert.Equal(0, await keeping.DeleteAsync(Token));

        Assert.Null(await desk.FindAsync(old, Token));
        Assert.NotNull(await desk.FindAsync(running, Token));
        Assert.NotNull(await desk.FindAsync(later, Token));
        foreach (string table in (string[])["analysis_window", "analysis_event", "analysis_definition"])
            Assert.Equal(0, await database.FindAsync<long>($"select count(*) from {table} where analysis_id = @old", new { old }, Token));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task ReplicasThatStartAtOnce_OnANewStore_AllFindTheSchema(string kind)
    {
        string setting = await databases.NewAsync(kind);

        Store[] stores = await Task.WhenAll(Enumerable.Range(0, Replicas).Select(_ => Task.Run(() => Store.OpenAsync(setting, new Uri("http://127.0.0.1:9")), Token)));

        await UseAllAsync(stores);
    }

    [Fact]
    public async Task ReplicasThatStartAtOnce_OnAStoreOfTheFirstVersion_AllFindTheSchema_AndWhatIsInIt()
    {
        string setting = await databases.NewAsync(Databases.Sqlite), file = setting.Split('=', 2)[1];
        Assert.True(DeployChanges.To.SqliteDatabase($"Data Source={file}").WithScriptsEmbeddedInAssembly(typeof(Program).Assembly, name => name.Contains(".Schema.0001", StringComparison.Ordinal)).WithTransactionPerScript().LogToNowhere().Build().PerformUpgrade().Successful);
        await using (Microsoft.Data.Sqlite.SqliteConnection connection = new($"Data Source={file}"))
        {
            await connection.OpenAsync(Token);
            await using Microsoft.Data.Sqlite.SqliteCommand insert = connection.CreateCommand();
            insert.CommandText = """
                insert into analysis (id, application, target, policy, source, started_by, start_digest, state, could_not_judge, reason, created_millis, start_millis, interval_millis, horizon, windows, sequence, fence)
                values ('0198c0de-0000-7000-8000-000000000000', 'shop', 'shop/old', 'p', 'main', 'ann', '', 'ended', 0, 'of the first version', 1, 1, 1000, 10, 0, 1, 0)
                """;
            await insert.ExecuteNonQueryAsync(Token);
        }

        Store[] stores = await Task.WhenAll(Enumerable.Range(0, Replicas).Select(_ => Task.Run(() => Store.OpenAsync(setting, new Uri("http://127.0.0.1:9")), Token)));

        Assert.Equal("of the first version", (await stores[0].Desk.FindAsync("0198c0de-0000-7000-8000-000000000000", Token))!.Reason);
        await UseAllAsync(stores);
    }

    private static async Task UseAllAsync(Store[] stores)
    {
        for (int k = 0; k < stores.Length; k++) await stores[k].StartAsync(Starts.Of("target " + k));
        foreach (Store store in stores)
        {
            Assert.Equal(stores.Length, (await store.Desk.ListAsync(new AnalysisFilter { Application = "checkout" }, Token)).Analyses.Count);
            await store.DisposeAsync();
        }
    }

    private static async Task<string> EndAsync(AnalysisDesk desk, string target)
    {
        string id = (await desk.StartAsync(Starts.Of(target), Token)).Analysis!.Id;
        Assert.True((await desk.CancelAsync(id, "ann", "over", Token)).IsChanged);
        return id;
    }
}
