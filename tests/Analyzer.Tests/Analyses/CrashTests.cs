using CanaryJudge.Analyzer.Analyses;
using CanaryJudge.TestKit;

namespace CanaryJudge.Analyzer.Tests.Analyses;

/// <summary>Death by kill -9 at every numbered write of a tick: the record is the one that an undisturbed service writes.</summary>
public sealed class CrashTests(Databases databases)
{
    // Claim (statement and commit), judgement, window, two events, commit: each before and after.
    private const int WritesOfTheLastTick = 14;

    // So long that no renewal comes between the numbered writes; the test itself lets leases run out.
    private const string LongLease = "--Analyses:Lease=00:10:00";

    private static readonly string Policy = Starts.PolicyText.Replace("horizon: 20", "horizon: 3", StringComparison.Ordinal);

    public static TheoryData<string> Stores => [Databases.Sqlite, Databases.Postgres];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task KillAtEveryWriteOfATick_AndRestart_LeavesTheRecordOfAnUndisturbedRun(string kind)
    {
        await using MetricsStub metrics = MetricsStub.Start();
        AnalysisStart start = Starts.Of();
        start = start with { Definition = start.Definition with { Policy = Starts.Policy(Policy) }, StartMillis = (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 200) * 1000 };
        string setting = await databases.NewAsync(kind), quiet = await databases.NewAsync(Databases.Sqlite);
        await using Store store = await Store.OpenAsync(setting, metrics.Address), undisturbed = await Store.OpenAsync(quiet, metrics.Address);
        string id = await store.StartAsync(start), other = await undisturbed.StartAsync(start);
        List<string> deaths = [];
        // The tick of the last window writes the most: it is the one in which it dies.
        await using (Replica first = Replica.Start(setting, metrics.Address, 2 * (WritesOfTheLastTick - 2), LongLease)) deaths.Add(await first.DeathAsync());

        await store.EndLeasesAsync();
        for (int write = 1; write <= WritesOfTheLastTick; write++)
        {
            Assert.True((await store.Desk.FindAsync(id, Token))!.WindowsElapsed == 2, string.Join('\n', deaths));
            await using Replica replica = Replica.Start(setting, metrics.Address, write, LongLease);
            deaths.Add(await replica.DeathAsync());
            await store.EndLeasesAsync();
        }

        await using (Replica replica = Replica.Start(quiet, metrics.Address)) await replica.WaitForAsync($"Analysis {other} is held");
        Assert.All(deaths.Skip(1), (death, k) => Assert.Contains($"DIED AT {k + 1}:", death, StringComparison.Ordinal));
        Assert.Equal(AnalysisState.Held, (await store.Desk.FindAsync(id, Token))!.State);
        Assert.Equal(await undisturbed.RecordAsync(other), await store.RecordAsync(id));
        foreach (string death in deaths) TestContext.Current.TestOutputHelper?.WriteLine(death);
    }
}
