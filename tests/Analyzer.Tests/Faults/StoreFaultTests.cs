using System.Net;
using CanaryJudge.Analyzer.Analyses;
using CanaryJudge.Analyzer.Tests.Analyses;
using CanaryJudge.Analyzer.Tests.Hosting;
using CanaryJudge.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CanaryJudge.Analyzer.Tests.Faults;

/// <summary>A store whose disk is full, or whose network is slow, cut, or swallows everything: nothing is judged meanwhile, everything afterwards, and the record is the one that an undisturbed service writes.</summary>
public sealed class StoreFaultTests(Databases databases)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DiskThatIsFull_StopsJudgingAndStarts_AndWhatWasWritten_GoesOnWhenThereIsRoom()
    {
        await using SmallDisk disk = await SmallDisk.MountAsync(megabytes: 4);
        await using MetricsStub metrics = SlowMetrics();
        string setting = "--Store:File=" + Path.Combine(disk.Folder, "store.db");
        AnalysisStart start = Undisturbed.Start();
        await using RunningAnalyzer analyzer = await StartAsync(setting, metrics);
        AnalysisDesk desk = analyzer.Services.GetRequiredService<AnalysisDesk>();
        string id = (await desk.StartAsync(start, Token)).Analysis!.Id;
        await ReachAsync(desk, id, 3);

        disk.Fill();
        await analyzer.Logs.UntilAsync("disk is full");
        int windows = (await desk.FindAsync(id, Token))!.WindowsElapsed;
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => desk.StartAsync(start with { Target = "another" }, Token));
        await Undisturbed.UntilAsync(async () => (await analyzer.Rest.GetStringAsync("/metrics", Token)).Split('\n').Any(line => line.StartsWith("canaryjudge_store_failures_total{operation=\"write\"} ", StringComparison.Ordinal) && !line.EndsWith(" 0", StringComparison.Ordinal)));
        disk.Clear();
        await ReachAsync(desk, id, Undisturbed.Horizon);

        Assert.InRange(windows, 3, Undisturbed.Horizon - 1);
        Assert.Single((await desk.ListAsync(new AnalysisFilter(), Token)).Analyses);
        await AssertUndisturbedAsync(setting, metrics, start, id);
    }

    [Fact]
    public async Task NetworkToTheDatabase_ThatIsSlowThenCutThenSwallowsEverything_CostsNoWindow()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, PostgresServer.MissingReason);
        await using PostgresServer postgres = await PostgresServer.StartAsync(Token);
        string direct = await postgres.CreateDatabaseAsync(Token);
        NpgsqlConnectionStringBuilder through = new(direct);
        await using TcpRelay network = TcpRelay.To(through.Port);
        (through.Port, through.Timeout, through.CommandTimeout) = (network.Port, 3, 3);
        await using MetricsStub metrics = SlowMetrics();
        AnalysisStart start = Undisturbed.Start();
        await using RunningAnalyzer analyzer = await StartAsync("--Store:Postgres=" + through.ConnectionString, metrics);
        await using Store store = await Store.OpenAsync("--Store:Postgres=" + direct, metrics.Address);
        string id = await store.StartAsync(start);
        await ReachAsync(store.Desk, id, 2);

        network.Delay = TimeSpan.FromMilliseconds(100);
        await ReachAsync(store.Desk, id, 4);
        network.Delay = TimeSpan.Zero;
        network.Cut();
        await ReadyAsync(analyzer, HttpStatusCode.ServiceUnavailable);
        network.Restore();
        await ReadyAsync(analyzer, HttpStatusCode.OK);
        await ReachAsync(store.Desk, id, 7);
        network.Swallow();
        await ReadyAsync(analyzer, HttpStatusCode.ServiceUnavailable);
        network.Restore();
        await ReadyAsync(analyzer, HttpStatusCode.OK);
        await ReachAsync(store.Desk, id, Undisturbed.Horizon);

        await AssertUndisturbedAsync("--Store:Postgres=" + direct, metrics, start, id);
    }

    private static Task<RunningAnalyzer> StartAsync(string setting, MetricsStub metrics) =>
        RunningAnalyzer.StartAsync(setting, $"--Sources:Prometheus:main:Address={metrics.Address}", "--Analyses:ScrapeDelay=00:00:00", "--Analyses:Lease=00:00:05");

    private async Task AssertUndisturbedAsync(string setting, MetricsStub metrics, AnalysisStart start, string id)
    {
        await using Store store = await Store.OpenAsync(setting, metrics.Address);
        Assert.Equal(AnalysisState.Held, (await store.Desk.FindAsync(id, Token))!.State);
        Assert.Equal(await Undisturbed.RecordAsync(databases, metrics, start), await store.RecordAsync(id));
    }

    private static Task ReachAsync(AnalysisDesk desk, string id, int windows) => Undisturbed.UntilAsync(async () => (await desk.FindAsync(id, Token))!.WindowsElapsed >= windows);

    private static Task ReadyAsync(RunningAnalyzer analyzer, HttpStatusCode status) => Undisturbed.UntilAsync(async () =>
    {
        using HttpResponseMessage answer = await analyzer.Rest.GetAsync("/readyz", Token);
        return answer.StatusCode == status;
    });

    // Slow enough that the disturbance falls into the middle.
    private static MetricsStub SlowMetrics()
    {
        MetricsStub metrics = MetricsStub.Start();
        metrics.Before = _ => Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        return metrics;
    }
}
