using CanaryJudge.Analyzer.Analyses;
using CanaryJudge.Analyzer.Analyses.Store;
using CanaryJudge.Analyzer.Rollouts;
using CanaryJudge.Analyzer.Rollouts.Acting;
using CanaryJudge.Analyzer.Rollouts.Store;
using CanaryJudge.Analyzer.Tests.Analyses;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace CanaryJudge.Analyzer.Tests.Rollouts;

/// <summary>A service that is killed, or stopped and taken over, at every numbered write and call of a rollback of a real program's cluster: exactly one effective rollback, never none.</summary>
public sealed class ActionCrashTests(Databases databases)
{
    // So long that no renewal comes between the numbered points; the test itself lets leases run out.
    private const string LongLease = "--Rollouts:Lease=00:10:00";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public Task KillAtEveryWriteAndCallOfARollback_AndRestart_RollsBackExactlyOnce() => KillAtEachAsync(Databases.Sqlite, "all", 60);

    // The statements between two commits are those of the other store.
    [Fact]
    public Task KillAtEveryCommitAndCallOfARollback_OnTheOtherStore_RollsBackExactlyOnce() => KillAtEachAsync(Databases.Postgres, "calls", 15);

    [Fact]
    public async Task KillBetweenVerdictAndAction_LeavesBothOrNeither_AndRollsBackExactlyOnce()
    {
        // Action, event and commit of the tick, each before and after; then the claim of the action.
        const int Points = 12;
        using ScriptCluster cluster = new();
        await using MetricsStub metrics = MetricsStub.Start();
        metrics.CanaryErrors = 0.05;
        string setting = await databases.NewAsync(Databases.Sqlite);
        string[] settings = [LongLease, "--Analyses:Lease=00:10:00", "--Rollouts:MostRollbacks=1000", .. cluster.Settings];
        await using Store store = await Store.OpenAsync(setting, metrics.Address, settings);
        for (int point = 1; point <= Points; point++, cluster.Renew())
        {
            AnalysisStart start = Starts.Of(ScriptCluster.Target);
            start = start with { Definition = start.Definition with { Policy = Starts.Policy(ActingService.Policy) }, StartMillis = (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 155) * 1000 };
            string id = await store.StartAsync(start), death;
            await using (Replica replica = Replica.Start([$"HOST_DIES_AT={point}", "HOST_COUNTS=decision"], setting, metrics.Address, settings)) death = await replica.DeathAsync();
            RolloutDesk desk = store.Services.GetRequiredService<RolloutDesk>();
            bool isWanted = (await desk.ListAsync(new ActionFilter { AnalysisId = id }, Token)).Actions.Any();
            Assert.Equal(isWanted ? AnalysisState.RollingBack : AnalysisState.Judging, (await store.Desk.FindAsync(id, Token))!.State);
            await store.EndLeasesAsync();
            await store.Services.GetRequiredService<StoreDatabase>().WriteAsync(transaction => transaction.ExecuteAsync("update rollout_action set due_millis = 0 where owner is not null", new { }), Token);

            await using (Replica replica = Replica.Start([], setting, metrics.Address, settings)) await replica.WaitForAsync("is Done:");

            await AssertDoneOnceAsync(store, cluster, id, AnalysisEnding.Verdict);
            TestContext.Current.TestOutputHelper?.WriteLine($"{death} | action wanted by then: {isWanted} | after: {string.Join(", ", cluster.Journal)} | calls: {cluster.Calls.Count}");
        }
    }

    [Theory]
    [InlineData("hold-before")]
    [InlineData("hold-after")]
    public async Task KillWhileTheProgramRuns_WhichGoesOnAlone_RollsBackExactlyOnce(string where)
    {
        using ScriptCluster cluster = new();
        await using MetricsStub metrics = MetricsStub.Start();
        string setting = await databases.NewAsync(Databases.Sqlite);
        await using Store store = await Store.OpenAsync(setting, metrics.Address, [LongLease, .. cluster.Settings]);
        string id = await DecideAsync(store);
        cluster.Hold(where);
        await using (Replica replica = Replica.Start(["HOST_DIES_AT=0"], setting, metrics.Address, [LongLease, .. cluster.Settings]))
        {
            await UntilAsync(() => cluster.HasArrived(where));
            // Itself alone, as kill -9 does: the program that it started lives on.
            await replica.SignalAsync("KILL");
            await replica.EndAsync();
            Task finished = FinishAsync(store);
            cluster.Release(where);
            await finished;
        }

        await AssertDoneOnceAsync(store, cluster, id);
    }

    [Fact]
    public async Task StopOfTheOwnerAtEveryCallAndCommit_TakenOverAndFinishedByAnother_TheFirstDoesNothingMore()
    {
        using ScriptCluster cluster = new();
        await using MetricsStub metrics = MetricsStub.Start();
        string setting = await databases.NewAsync(Databases.Postgres);
        await using Store store = await Store.OpenAsync(setting, metrics.Address, [LongLease, .. cluster.Settings]);
        int point = 0;
        for (bool hasStopped = true; hasStopped; cluster.Renew())
        {
            point++;
            string id = await DecideAsync(store);
            await using Replica first = Replica.Start([$"HOST_STOPS_AT={point}"], setting, metrics.Address, [LongLease, .. cluster.Settings]);
            string stop = await EndOrDeathAsync(first);
            hasStopped = stop.StartsWith("STOPPED AT", StringComparison.Ordinal);
            if (!hasStopped) break;
            await FinishAsync(store);
            RolloutAction before = await AssertDoneOnceAsync(store, cluster, id);
            await first.SignalAsync("CONT");
            // Where it was stopped after its last write there is nothing left that it could lose; where it was stopped inside a transaction, the server has ended its session meanwhile.
            if (!stop.EndsWith("after commit", StringComparison.Ordinal) || before.Steps.Count < 2) await first.WaitForAsync("the lease was lost", "the store failed");
            await first.SignalAsync("TERM");
            await first.EndAsync();

            RolloutAction after = await AssertDoneOnceAsync(store, cluster, id);
            Assert.Equal((before.Sequence, before.Status, before.Steps.Count), (after.Sequence, after.Status, after.Steps.Count));
            TestContext.Current.TestOutputHelper?.WriteLine($"{stop} | after: {string.Join(", ", cluster.Journal)} | calls: {cluster.Calls.Count} | {string.Join(" ", after.Steps.Select(s => $"{s.Name}={s.Answer}"))}");
        }

        Assert.True(point > 12, $"{point} points");
    }

    private async Task KillAtEachAsync(string kind, string counts, int least)
    {
        using ScriptCluster cluster = new();
        await using MetricsStub metrics = MetricsStub.Start();
        string setting = await databases.NewAsync(kind);
        await using Store store = await Store.OpenAsync(setting, metrics.Address, [LongLease, .. cluster.Settings]);
        int point = 0;
        for (bool hasDied = true; hasDied; cluster.Renew())
        {
            point++;
            string id = await DecideAsync(store);
            string death;
            await using (Replica replica = Replica.Start([$"HOST_DIES_AT={point}", $"HOST_COUNTS={counts}"], setting, metrics.Address, [LongLease, .. cluster.Settings])) death = await EndOrDeathAsync(replica);
            hasDied = death.StartsWith("DIED AT", StringComparison.Ordinal);
            string left = $"{string.Join(" ", cluster.Journal)}";
            await FinishAsync(store);

            RolloutAction action = await AssertDoneOnceAsync(store, cluster, id);
            TestContext.Current.TestOutputHelper?.WriteLine($"{(hasDied ? death : "no death")} | effective before: {(left.Length > 0 ? left : "none")} | after: {string.Join(", ", cluster.Journal)} | calls: {cluster.Calls.Count} | {string.Join(" ", action.Steps.Select(s => $"{s.Name}={s.Answer}"))} | {action.Ending}");
        }

        Assert.True(point > least, $"{point} points");
    }

    // A rollout in the middle, which a person has decided to roll back.
    private static async Task<string> DecideAsync(Store store)
    {
        string id = await store.StartAsync(Starts.Of(ScriptCluster.Target) with { StartMillis = TimeProvider.System.GetUtcNow().AddHours(1).ToUnixTimeMilliseconds() });
        Assert.True((await store.Desk.OverrideAsync(id, VerdictOutcome.Rollback, "ann", "the carts are broken", Token)).IsChanged);
        return id;
    }

    // What another replica, or a restart, does once the lease is over: claims it and works on it, time and again until it has ended.
    private static async Task FinishAsync(Store store)
    {
        ActionWrites writes = store.Services.GetRequiredService<ActionWrites>();
        ActionRun run = store.Services.GetRequiredService<ActionRun>();
        await store.Services.GetRequiredService<StoreDatabase>().WriteAsync(transaction => transaction.ExecuteAsync("update rollout_action set due_millis = 0 where owner is not null", new { }), Token);
        await UntilAsync(async () =>
        {
            foreach (ActionRow claim in await writes.ClaimAsync("test", TimeSpan.FromMinutes(1), 10, [ScriptCluster.Target], Token)) await run.RunAsync(claim, Token);
            return !(await store.Services.GetRequiredService<RolloutDesk>().ListAsync(new ActionFilter { IsLive = true }, Token)).Actions.Any();
        });
    }

    private static async Task<RolloutAction> AssertDoneOnceAsync(Store store, ScriptCluster cluster, string analysis, AnalysisEnding ending = AnalysisEnding.Overridden)
    {
        Analysis ended = (await store.Desk.FindAsync(analysis, Token))!;
        RolloutDesk desk = store.Services.GetRequiredService<RolloutDesk>();
        RolloutAction action = (await desk.FindAsync(Assert.Single((await desk.ListAsync(new ActionFilter { AnalysisId = analysis }, Token)).Actions).Id, Token))!;
        Assert.Equal([$"rollback {cluster.Revision}", $"scale-down {cluster.Revision}"], cluster.Journal);
        Assert.Equal((ActionState.Ended, ActionEnding.Done), (action.State, action.Ending));
        Assert.All(action.Steps, step => Assert.NotNull(step.Answer));
        Assert.Equal((AnalysisState.Ended, ending, VerdictOutcome.Rollback), (ended.State, ended.Ending, ended.Decision));
        List<AnalysisEvent> events = await store.Desk.WatchAsync(analysis, 0, Token).ToListAsync(Token);
        Assert.Equal(Enumerable.Range(1, events.Count).Select(k => (long)k), events.Select(e => e.Sequence));
        Assert.Equal(action.Steps.Count, events.Count(e => e.Kind == AnalysisEventKind.ActionStep));
        Assert.Single(events, e => e.Kind == AnalysisEventKind.ActionEnded);
        return action;
    }

    private static async Task<string> EndOrDeathAsync(Replica replica)
    {
        try
        {
            string line = "";
            await UntilAsync(() =>
            {
                line = replica.Log.Split('\n').FirstOrDefault(l => l.StartsWith("DIED AT", StringComparison.Ordinal) || l.StartsWith("STOPPED AT", StringComparison.Ordinal) || l.Contains("is Done:", StringComparison.Ordinal)) ?? "";
                return line.Length > 0;
            });
            return line;
        }
        catch (OperationCanceledException late) when (!Token.IsCancellationRequested)
        {
            throw new InvalidOperationException("It neither died, nor stopped, nor ended:\n" + replica.Log, late);
        }
    }

    private static Task UntilAsync(Func<bool> isSo) => UntilAsync(() => Task.FromResult(isSo()));

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromMinutes(3));
        while (!await isSo()) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
    }
}
