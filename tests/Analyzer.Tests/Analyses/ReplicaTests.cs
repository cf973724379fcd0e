using System.Diagnostics;
using CanaryJudge.Analyzer.Analyses;
using CanaryJudge.TestKit;

namespace CanaryJudge.Analyzer.Tests.Analyses;

/// <summary>Several replicas on one PostgreSQL, of which one dies, is paused for longer than its lease, or loses the database: nothing is lost, nothing is written twice.</summary>
public sealed class ReplicaTests(Databases databases)
{
    private const int Analyses = 24;
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(2);

    // Nothing is decided: a margin that no traffic shows, and too few windows after warm-up for the test at the horizon.
    private static readonly string Policy = Starts.PolicyText.Replace("warmup: 1", "warmup: 5", StringComparison.Ordinal)
        .Replace("interval: 1m", "interval: 5s", StringComparison.Ordinal).Replace("horizon: 20", "horizon: 12", StringComparison.Ordinal).Replace("margin: 0.3pp", "margin: 0.001pp", StringComparison.Ordinal);

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReplicaThatIsKilled_IsReplacedWithinItsLease_AndEveryRecordIsWhole()
    {
        // The first has every lease, and no answer until the others are up.
        TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using MetricsStub metrics = MetricsStub.Start();
        metrics.Before = _ => gate.Task;
        string setting = await databases.NewAsync(Databases.Postgres);
        await using Store store = await Store.OpenAsync(setting, metrics.Address);
        IReadOnlyList<string> ids = await StartAllAsync(store);
        await using Replica first = Start(setting, metrics);
        await WaitUntilAsync(async () => (await store.LeasedAsync(first.ProcessId)).Count == ids.Count);
        await using Replica second = Start(setting, metrics), third = Start(setting, metrics);
        await second.WaitForAsync("Analyses are kept in");
        await third.WaitForAsync("Analyses are kept in");

        IReadOnlyList<string> orphans = await store.LeasedAsync(first.ProcessId);
        await first.SignalAsync("KILL");
        gate.SetResult();
        TimeSpan recovery = await WaitForProgressAsync(store, orphans);

        TestContext.Current.TestOutputHelper?.WriteLine($"killed with {orphans.Count} leases of {Lease.TotalSeconds} s; all of them went on within {recovery.TotalSeconds:0.00} s");
        await AssertWholeAsync(store, ids);
    }

    [Fact]
    public async Task ReplicaThatWasPausedPastItsLease_WritesNothingWhenItComesBack()
    {
        TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using MetricsStub metrics = MetricsStub.Start();
        metrics.Before = _ => gate.Task;
        string setting = await databases.NewAsync(Databases.Postgres);
        await using Store store = await Store.OpenAsync(setting, metrics.Address);
        IReadOnlyList<string> ids = await StartAllAsync(store);
        await using Replica first = Start(setting, metrics);
        IReadOnlyList<string> leased = await WaitForLeasesAsync(store, first);

        // Paused in the middle of its ticks, with every question under way.
        await first.SignalAsync("STOP");
        gate.SetResult();
        await using Replica second = Start(setting, metrics);
        TimeSpan recovery = await WaitForProgressAsync(store, leased);
        await first.SignalAsync("CONT");
        await first.WaitForAsync("was lost (fence");

        TestContext.Current.TestOutputHelper?.WriteLine($"paused with {leased.Count} leases of {Lease.TotalSeconds} s; all of them went on within {recovery.TotalSeconds:0.00} s; {first.Log.Split("was lost (fence").Length - 1} late writes were turned away");
        await AssertWholeAsync(store, ids);
    }

    [Fact]
    public async Task DatabaseThatIsKilledAndComesBack_CostsNoWindow()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, PostgresServer.MissingReason);
        await using PostgresServer postgres = await PostgresServer.StartAsync(Token);
        await using MetricsStub metrics = SlowMetrics();
        string setting = "--Store:Postgres=" + await postgres.CreateDatabaseAsync(Token);
        await using Store store = await Store.OpenAsync(setting, metrics.Address);
        IReadOnlyList<string> ids = await StartAllAsync(store);
        await using Replica first = Start(setting, metrics), second = Start(setting, metrics);
        await using Hosting.RunningAnalyzer third = await Hosting.RunningAnalyzer.StartAsync(setting, $"--Sources:Prometheus:main:Address={metrics.Address}", "--Analyses:ScrapeDelay=00:00:00");
        await first.WaitForAsync("Analyses are kept in");
        await WaitUntilAsync(async () => await store.WindowsAsync() > 0);
        Assert.Equal("Healthy", await third.Rest.GetStringAsync(new Uri("readyz", UriKind.Relative), Token));

        await postgres.KillAsync();
        using (HttpResponseMessage down = await third.Rest.GetAsync(new Uri("readyz", UriKind.Relative), Token)) Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, down.StatusCode);
        await first.WaitForAsync("No ticks can be claimed");
        await postgres.RestartAsync(Token);
        TimeSpan recovery = await WaitForProgressAsync(store, ids);

        TestContext.Current.TestOutputHelper?.WriteLine($"all {ids.Count} analyses went on within {recovery.TotalSeconds:0.00} s of the database's return");
        await AssertWholeAsync(store, ids);
    }

    private static Replica Start(string setting, MetricsStub metrics) => Replica.Start(setting, metrics.Address, 0, $"--Analyses:Lease={Lease}");

    // Slow enough that the disturbance falls into the middle.
    private static MetricsStub SlowMetrics()
    {
        MetricsStub metrics = MetricsStub.Start();
        metrics.Before = _ => Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        return metrics;
    }

    // All of them ask the same of the same time: all their records must be the same.
    private static async Task<IReadOnlyList<string>> StartAllAsync(Store store)
    {
        List<string> ids = [];
        long start = (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 70) * 1000;
        for (int k = 0; k < Analyses; k++)
        {
            AnalysisStart one = Starts.Of("target " + k);
            ids.Add(await store.StartAsync(one with { StartMillis = start, Definition = one.Definition with { Policy = Starts.Policy(Policy) } }));
        }

        return ids;
    }

    private static async Task<IReadOnlyList<string>> WaitForLeasesAsync(Store store, Replica replica)
    {
        IReadOnlyList<string> leased = [];
        await WaitUntilAsync(async () => (leased = await store.LeasedAsync(replica.ProcessId)).Count > 0);
        return leased;
    }

    private static async Task<TimeSpan> WaitForProgressAsync(Store store, IReadOnlyList<string> ids)
    {
        long start = Stopwatch.GetTimestamp();
        Dictionary<string, int> before = [];
        foreach (string id in ids) before[id] = (await store.Desk.FindAsync(id, Token))!.WindowsElapsed;
        await WaitUntilAsync(async () =>
        {
            foreach (string id in ids)
            {
                Analysis now = (await store.Desk.FindAsync(id, Token))!;
                if (now.WindowsElapsed == before[id] && now.WindowsElapsed < now.Horizon) return false;
            }

            return true;
        });
        return Stopwatch.GetElapsedTime(start);
    }

    private static async Task AssertWholeAsync(Store store, IReadOnlyList<string> ids)
    {
        foreach (string id in ids)
        {
            await WaitUntilAsync(async () => (await store.Desk.FindAsync(id, Token))!.State is AnalysisState.Held or AnalysisState.Ended);
            Assert.Equal(AnalysisState.Held, (await store.Desk.FindAsync(id, Token))!.State);
        }

        List<string> records = [];
        foreach (string id in ids)
        {
            List<AnalysisEvent> events = await store.Desk.WatchAsync(id, 0, Token).TakeWhile(e => e.Kind != AnalysisEventKind.Held).ToListAsync(Token);
            Assert.Equal([AnalysisEventKind.Started, .. Enumerable.Repeat(AnalysisEventKind.Judged, 12)], events.Select(e => e.Kind));
            Assert.Equal(Enumerable.Range(0, 13), events.Select(e => e.WindowsElapsed));
            records.Add(await store.RecordAsync(id));
        }

        Assert.Single(records.Distinct(StringComparer.Ordinal));
    }

    private static async Task WaitUntilAsync(Func<Task<bool>> isSo)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                if (await isSo()) return;
            }
            catch (System.Data.Common.DbException) when (Stopwatch.GetElapsedTime(start) < Longest)
            {
                // The database is on its way back.
            }

            Assert.True(Stopwatch.GetElapsedTime(start) < Longest, "It did not become so within two minutes.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Token);
        }
    }
}
