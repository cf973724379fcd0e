using CanaryJudge.Analyzer.Analyses;
using CanaryJudge.Analyzer.Analyses.Store;
using CanaryJudge.Analyzer.Rollouts;
using CanaryJudge.Analyzer.Tests.Analyses;
using CanaryJudge.AnalyzerHost;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.TestKit;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CanaryJudge.Analyzer.Tests.Rollouts;

/// <summary>What happens around an action while it is under way: newer revisions, a full disk, a database that goes away, a clock that is moved.</summary>
public sealed class FaultTests(Databases databases)
{
    // Looks and calls of a rollback: look, rollback, look, scale-down, look; each call before and after.
    private static readonly string[] Points = ["look 1", "before rollback 1", "after rollback 1", "look 2", "before scale-down 1", "after scale-down 1", "look 3"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task NewerRevision_AtEveryPointBetweenVerdictAndEffect_IsNeverTouched_AndTheRecordSaysSo()
    {
        MemoryKind kind = new();
        await using ActingService service = await ActingService.StartAsync(await databases.NewAsync(Databases.Sqlite), kind, null, [.. Points.SelectMany((_, k) => ActingService.TargetSettings($"p{k}"))]);
        for (int k = 0; k < Points.Length; k++)
        {
            MemoryRollout cluster = kind.Of($"p{k}");
            string id = await service.BeginAsync($"p{k}");
            Dictionary<string, int> passed = [];
            cluster.At = point =>
            {
                passed[point] = passed.GetValueOrDefault(point) + 1;
                if ($"{point} {passed[point]}" == Points[k]) (cluster.Revision, cluster.Baseline, cluster.Traffic, cluster.Running) = ("r2", "r0", 0.25, true);
                return Task.CompletedTask;
            };

            await service.Analyses.OverrideAsync(id, VerdictOutcome.Rollback, "ann", "broken", Token);
            await service.EventsAsync(id);
            RolloutAction action = await service.ActionAsync(id);

            TestContext.Current.TestOutputHelper?.WriteLine($"newer at {Points[k]}: {action.Ending}, {action.Steps.Count} steps, {string.Join(", ", cluster.Journal)}: {action.Status}");
            Assert.Equal(("r2", 0.25, true), (cluster.Revision, cluster.Traffic, cluster.Running));
            Assert.DoesNotContain(cluster.Journal, line => line.EndsWith("r2", StringComparison.Ordinal));
            Assert.Equal(ActionEnding.Superseded, action.Ending);
            Assert.Contains("Another revision is there: r2. It was left alone", action.Status, StringComparison.Ordinal);
            Assert.Contains("r2", (await service.Analyses.FindAsync(id, Token))!.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task RevisionThatWasPromotedMeanwhile_IsNotRolledBack_AndACanaryThatIsGone_IsDone()
    {
        MemoryKind kind = new();
        await using ActingService service = await ActingService.StartAsync(await databases.NewAsync(Databases.Sqlite), kind, null, ActingService.TargetSettings("gone"));
        string promoted = await service.BeginAsync(), gone = await service.BeginAsync("gone");
        (service.Cluster.Baseline, service.Cluster.Traffic) = ("r1", 1);
        (kind.Of("gone").Revision, kind.Of("gone").Traffic) = ("", 0);
        foreach (string id in (string[])[promoted, gone])
        {
            await service.Analyses.OverrideAsync(id, VerdictOutcome.Rollback, "ann", "broken", Token);
            await service.EventsAsync(id);
        }

        ActResult person = await service.Desk.ActAsync(new ActWish(ActingService.Target, RolloutVerb.Rollback, "ann", "broken"), Token);
        Assert.Equal(ActionEnding.Refused, (await service.ActionAsync(promoted)).Ending);
        Assert.Contains("is the current version by now", (await service.ActionAsync(promoted)).Status, StringComparison.Ordinal);
        Assert.Contains("has no canary", person.Refusal!.Message, StringComparison.Ordinal);
        Assert.Equal((ActionEnding.Done, 0), ((await service.ActionAsync(gone)).Ending, service.Cluster.Sent + kind.Of("gone").Sent));
    }

    [Fact]
    public async Task FullDisk_AtEveryWrite_CostsNoRollbackAndRepeatsNone()
    {
        int points = 0;
        for (int at = 1; ; at++)
        {
            bool hasFailed = false, isArmed = false;
            WriteNumbers numbers = new(at, Fail, what => Volatile.Read(ref isArmed) && (what.StartsWith("before", StringComparison.Ordinal) || what == "after commit") && !what.Contains("look", StringComparison.Ordinal) && !what.Contains("call", StringComparison.Ordinal));
            MemoryKind kind = new();
            await using ActingService service = await ActingService.StartAsync(await databases.NewAsync(Databases.Sqlite), kind, builder => builder.Services.AddSingleton<IConnectionObserver>(numbers));
            string id = await service.BeginAsync();
            await service.Analyses.OverrideAsync(id, VerdictOutcome.Rollback, "ann", "broken", Token);
            Volatile.Write(ref isArmed, true);
            await service.EventsAsync(id);

            RolloutAction action = await service.ActionAsync(id);
            Assert.Equal(["rollback r1", "scale-down r1"], service.Cluster.Journal);
            Assert.Equal(ActionEnding.Done, action.Ending);
            if (!hasFailed) break;
            points++;

            void Fail(string what)
            {
                hasFailed = true;
                throw new SqliteException($"database or disk is full, at {what}", 13);
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{points} writes failed, one at a time");
        Assert.True(points > 15, $"{points} points");
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(3600)]
    [InlineData(-86_400 * 30)]
    [InlineData(86_400 * 30)]
    public async Task ClockThatIsMoved_InTheMiddle_NeitherLosesNorRepeatsTheRollback(int seconds)
    {
        string store = await databases.NewAsync(Databases.Sqlite);
        MemoryKind kind = new();
        TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously), gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        MovedClock clock = new();
        await using (ActingService first = await ActingService.StartAsync(store, kind, builder => builder.Services.RemoveAll<TimeProvider>().AddSingleton<TimeProvider>(clock), "--Rollouts:Lease=00:10:00"))
        {
            string id = await first.BeginAsync();
            first.Cluster.At = async point =>
            {
                if (point != "after rollback") return;
                arrived.TrySetResult();
                await gate.Task;
            };
            await first.Analyses.OverrideAsync(id, VerdictOutcome.Rollback, "ann", "broken", Token);
            await arrived.Task.WaitAsync(TimeSpan.FromMinutes(1), Token);
            clock.Offset = TimeSpan.FromSeconds(seconds);
            // Another replica with the moved clock sees the lease run out, or last for a month.
            await using ActingService second = await ActingService.StartAsync(store, kind, builder => builder.Services.RemoveAll<TimeProvider>().AddSingleton<TimeProvider>(clock));
            second.Cluster.At = _ => Task.CompletedTask;
            List<AnalysisEvent> events = await second.EventsAsync(id);
            gate.SetResult();
            await first.Analyzer.Logs.UntilAsync("the lease was lost");

            Assert.Equal(["rollback r1", "scale-down r1"], kind.Of(ActingService.Target).Journal);
            Assert.Equal(ActionEnding.Done, (await second.ActionAsync(id)).Ending);
            Assert.Equal(AnalysisEventKind.Ended, events[^1].Kind);
        }
    }

    [Fact]
    public async Task DatabaseThatIsKilledInTheMiddle_AndComesBack_NeitherLosesNorRepeatsTheRollback()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, PostgresServer.MissingReason);
        await using PostgresServer postgres = await PostgresServer.StartAsync(Token);
        MemoryKind kind = new();
        await using ActingService service = await ActingService.StartAsync("--Store:Postgres=" + await postgres.CreateDatabaseAsync(Token), kind, null, ["--Rollouts:Lease=00:00:02", .. ActingService.TargetSettings("other")]);
        string before = await service.BeginAsync(), within = await service.BeginAsync("other");
        TaskCompletionSource[] arrived = [new(), new()];
        TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        kind.Of(ActingService.Target).At = point => WaitAt(point == "before rollback", arrived[0]);
        kind.Of("other").At = point => WaitAt(point == "after rollback", arrived[1]);
        foreach (string id in (string[])[before, within]) await service.Analyses.OverrideAsync(id, VerdictOutcome.Rollback, "ann", "broken", Token);
        await Task.WhenAll(arrived.Select(a => a.Task)).WaitAsync(TimeSpan.FromMinutes(1), Token);

        await postgres.KillAsync();
        gate.SetResult();
        await postgres.RestartAsync(Token);
        foreach (string id in (string[])[before, within])
        {
            await ActingService.UntilAsync(async () => await EndedAsync(service, id));
            Assert.Equal(ActionEnding.Done, (await service.ActionAsync(id)).Ending);
        }

        Assert.Equal(["rollback r1", "scale-down r1"], kind.Of(ActingService.Target).Journal);
        Assert.Equal(["rollback r1", "scale-down r1"], kind.Of("other").Journal);

        Task WaitAt(bool isThere, TaskCompletionSource told)
        {
            if (!isThere) return Task.CompletedTask;
            told.TrySetResult();
            return gate.Task;
        }
    }

    private static async Task<bool> EndedAsync(ActingService service, string id)
    {
        try
        {
            return (await service.Analyses.FindAsync(id, Token))!.State == AnalysisState.Ended;
        }
        catch (System.Data.Common.DbException)
        {
            return false; // On its way back.
        }
    }

    /// <summary>The wall clock with an offset; timers and measured time are not moved.</summary>
    private sealed class MovedClock : TimeProvider
    {
        public TimeSpan Offset { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Offset;
    }
}
