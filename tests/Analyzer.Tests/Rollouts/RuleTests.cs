using CanaryJudge.Analyzer.Analyses;
using CanaryJudge.Analyzer.Analyses.Store;
using CanaryJudge.Analyzer.Rollouts;
using CanaryJudge.Analyzer.Rollouts.Store;
using CanaryJudge.Analyzer.Tests.Analyses;
using CanaryJudge.Judging.Deciding;
using Microsoft.Extensions.DependencyInjection;

namespace CanaryJudge.Analyzer.Tests.Rollouts;

/// <summary>The rules between a wish and a step: switches, memory, who goes first, and the rate limit.</summary>
public sealed class RuleTests(Databases databases)
{
    public static TheoryData<string> Stores => [Databases.Sqlite, Databases.Postgres];

    private const string Limited = "The limit on rollbacks is reached";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task TwoHundredBadVerdictsAtOnce_BeginFive_PauseTheRest_AndOneAlarmSaysWhy(string store)
    {
        const int Fleet = 200, Most = 5;
        MemoryKind kind = new();
        string[] targets = [.. Enumerable.Range(0, Fleet).Select(k => $"t{k}")];
        await using ActingService service = await ActingService.StartAsync(await databases.NewAsync(store), kind, null, ["--Rollouts:Poll=00:00:01", .. targets.SelectMany(ActingService.TargetSettings)]);

        await VerdictsAsync(service, targets);
        await ActingService.UntilAsync(async () => (await service.Desk.ListAsync(new ActionFilter { PageSize = 1000 }, Token)).Actions.All(a => a.State is ActionState.Paused or ActionState.Ended));
        IReadOnlyList<RolloutAction> actions = (await service.Desk.ListAsync(new ActionFilter { PageSize = 1000 }, Token)).Actions;

        Assert.Equal((Most, Fleet - Most), (actions.Count(a => a.Ending == ActionEnding.Done), actions.Count(a => a.State == ActionState.Paused)));
        Assert.Equal(Most, targets.Count(target => kind.Of(target).Journal.Count > 0));
        await service.Analyzer.Logs.UntilAsync(Limited, 1);
        Assert.Equal(1, service.Analyzer.Logs.Count(Limited));
        Assert.All(actions.Where(a => a.State == ActionState.Paused), a => Assert.Contains($"{Most} rollbacks were begun by verdicts within 10 min", a.Status, StringComparison.Ordinal));
        RolloutSwitch all = (await service.Desk.TargetsAsync(null, false, Token)).All;
        Assert.Equal((SwitchState.People, "rate limit"), (all.State, all.By));

        // A person is not limited, and takes over what is held back.
        RolloutAction waiting = actions.First(a => a.State == ActionState.Paused);
        ActResult taken = await service.Desk.ActAsync(new ActWish(waiting.Target, RolloutVerb.Rollback, "ann", "I have looked"), Token);
        Assert.Equal((true, ActionEnding.Done, ActionEnding.Replaced), (taken.IsNew, (await service.EndOfAsync(taken.Action!.Id)).Ending, (await service.EndOfAsync(waiting.Id)).Ending));

        // Whoever switches it on again has looked: as many more are begun, and no more.
        await service.Desk.SetSwitchAsync("", SwitchState.On, "ann", "they are bad indeed", Token);
        await ActingService.UntilAsync(async () => (await service.Desk.TargetsAsync(null, false, Token)).All.State == SwitchState.People);
        await ActingService.UntilAsync(async () => (await service.Desk.ListAsync(new ActionFilter { PageSize = 1000 }, Token)).Actions.All(a => a.State is ActionState.Paused or ActionState.Ended));
        Assert.Equal(2 * Most + 1, targets.Count(target => kind.Of(target).Journal.Count > 0));
        await service.Analyzer.Logs.UntilAsync(Limited, 2);
        Assert.Equal(2, service.Analyzer.Logs.Count(Limited));
    }

    [Fact]
    public async Task SwitchThatIsOff_StopsTheNextStep_AndWhatItHeldGoesOnAfterIt()
    {
        await using ActingService service = await ActingService.StartAsync(await databases.NewAsync(Databases.Sqlite));
        service.Cluster.At = async point =>
        {
            if (point == "after rollback" && service.Cluster.Sent == 1) await service.Desk.SetSwitchAsync(ActingService.Target, SwitchState.Off, "ann", "wait", Token);
        };

        string id = await service.DecideAsync();
        await ActingService.UntilAsync(async () => (await service.ActionAsync(id)).State == ActionState.Paused);
        RolloutAction paused = await service.ActionAsync(id);
        Assert.Equal(["rollback r1"], service.Cluster.Journal);
        Assert.Contains($"Nobody may act on {ActingService.Target}", paused.Status, StringComparison.Ordinal);
        // The answer came to a claim that the switch had ended: nobody says more than is known.
        Assert.Equal(StepAnswer.Unknown, paused.Steps[0].Answer);
        ActResult tried = await service.Desk.DryRunAsync(new ActWish(ActingService.Target, RolloutVerb.Rollback, "bob", "now"), Token);
        Assert.Contains("Nobody may act", Assert.Single(tried.DryRun!.Hindrances), StringComparison.Ordinal);

        await service.Desk.SetSwitchAsync(ActingService.Target, SwitchState.On, "ann", "go on", Token);
        await service.EventsAsync(id);
        Assert.Equal(["rollback r1", "scale-down r1"], service.Cluster.Journal);
        Assert.Equal(ActionEnding.Done, (await service.ActionAsync(id)).Ending);
    }

    [Theory]
    [InlineData("--Rollouts:Enabled=false")]
    [InlineData($"--Rollouts:Targets:{ActingService.Target}:Enabled=false")]
    public async Task SettingsThatSwitchOff_HoldEverybodyBack(string setting)
    {
        await using ActingService service = await ActingService.StartAsync(await databases.NewAsync(Databases.Sqlite), setting);

        ActResult wanted = await service.Desk.ActAsync(new ActWish(ActingService.Target, RolloutVerb.Rollback, "ann", "broken"), Token);
        await ActingService.UntilAsync(async () => (await service.Desk.FindAsync(wanted.Action!.Id, Token))!.State == ActionState.Paused);

        Assert.Equal(0, service.Cluster.Sent);
    }

    [Fact]
    public async Task RevisionThatWasRolledBack_IsPromotedAgainByAPersonOnly()
    {
        await using ActingService service = await ActingService.StartAsync(await databases.NewAsync(Databases.Sqlite));
        await service.EventsAsync(await service.DecideAsync());
        (service.Cluster.Traffic, service.Cluster.Running) = (0.5, true);

        string id = await service.JudgeAsync();
        List<AnalysisEvent> events = await service.EventsAsync(id);
        ActResult plain = await service.Desk.ActAsync(new ActWish(ActingService.Target, RolloutVerb.Promote, "ann", "fixed the database"), Token);
        Assert.Equal(["rollback r1", "scale-down r1"], service.Cluster.Journal);
        ActResult again = await service.Desk.ActAsync(new ActWish(ActingService.Target, RolloutVerb.Promote, "ann", "fixed the database") { IsAgain = true }, Token);
        RolloutAction done = await service.EndOfAsync(again.Action!.Id);

        Assert.Equal((VerdictOutcome.Promote, ActionEnding.Refused), (events[^1].Outcome, (await service.ActionAsync(id)).Ending));
        Assert.Contains("was rolled back before", events[^1].Reason, StringComparison.Ordinal);
        Assert.Equal(ActionEnding.Refused, plain.Action!.Ending);
        Assert.Equal((ActionEnding.Done, "promote r1"), (done.Ending, service.Cluster.Journal[^1]));
    }

    [Fact]
    public async Task WhoGoesFirst_RollbackThenHoldThenPromote_AndARepeatIsTheSame()
    {
        await using ActingService service = await ActingService.StartAsync(await databases.NewAsync(Databases.Sqlite));
        TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        service.Cluster.At = point => point.StartsWith("before", StringComparison.Ordinal) ? gate.Task : Task.CompletedTask;
        Task<ActResult> Want(RolloutVerb verb) => service.Desk.ActAsync(new ActWish(ActingService.Target, verb, "ann", verb.ToString()), Token);

        ActResult promote = await Want(RolloutVerb.Promote), hold = await Want(RolloutVerb.Hold), late = await Want(RolloutVerb.Promote), rollback = await Want(RolloutVerb.Rollback), repeat = await Want(RolloutVerb.Rollback);
        gate.SetResult();
        RolloutAction done = await service.EndOfAsync(rollback.Action!.Id);

        Assert.Equal((ActionEnding.Replaced, ActionEnding.Replaced, ActionEnding.Refused), ((await service.EndOfAsync(promote.Action!.Id)).Ending, (await service.EndOfAsync(hold.Action!.Id)).Ending, late.Action!.Ending));
        Assert.Equal((false, rollback.Action.Id, ActionEnding.Done), (repeat.IsNew, repeat.Action!.Id, done.Ending));
    }

    [Fact]
    public async Task PersonWhoMeansAnotherRevision_IsRefused_AndADryRunChangesNothing()
    {
        await using ActingService service = await ActingService.StartAsync(await databases.NewAsync(Databases.Sqlite));

        ActResult other = await service.Desk.ActAsync(new ActWish(ActingService.Target, RolloutVerb.Rollback, "ann", "broken") { Revision = "r7" }, Token);
        ActResult dry = await service.Desk.DryRunAsync(new ActWish(ActingService.Target, RolloutVerb.Rollback, "ann", "broken"), Token);

        Assert.Contains("rolls out r1, not r7", other.Refusal!.Message, StringComparison.Ordinal);
        RolloutStep step = Assert.IsType<NextMove.Send>(dry.DryRun!.Next).Step;
        Assert.Equal(("rollback", "set", "/memory", "r1", "set memory shop/checkout"), (step.Name, step.Method, step.Path, step.Body, step.Rights.Single().ToString()));
        Assert.Empty(dry.DryRun.Hindrances);
        Assert.Empty((await service.Desk.ListAsync(new ActionFilter(), Token)).Actions);
        Assert.Equal(0, service.Cluster.Sent);
    }

    [Fact]
    public async Task TargetThatThisReplicaDoesNotKnow_IsLeftToOneThatDoes()
    {
        string store = await databases.NewAsync(Databases.Sqlite);
        MemoryKind kind = new();
        string id;
        await using (ActingService first = await ActingService.StartAsync(store, kind, null, ActingService.TargetSettings("new"))) id = await first.BeginAsync("new");
        await using (ActingService without = await ActingService.StartAsync(store, kind, null))
        {
            await without.Analyses.OverrideAsync(id, VerdictOutcome.Rollback, "ann", "broken", Token);
            Assert.Equal(AnalysisState.RollingBack, (await without.Analyses.FindAsync(id, Token))!.State);
        }

        await using ActingService with = await ActingService.StartAsync(store, kind, null, ActingService.TargetSettings("new"));
        await with.EventsAsync(id);
        Assert.Equal(["rollback r1", "scale-down r1"], kind.Of("new").Journal);
    }

    // As the ticks of decisive windows write them, without the windows; all at the same moment.
    private static async Task VerdictsAsync(ActingService service, IEnumerable<string> targets)
    {
        ActionStarts starts = service.Analyzer.Services.GetRequiredService<ActionStarts>();
        await service.Analyzer.Services.GetRequiredService<StoreDatabase>().WriteAsync(
            async transaction =>
            {
                foreach (string target in targets)
                {
                    await starts.StartAsync(transaction, new ActionRequest { Target = target, Verb = RolloutVerb.Rollback, Revision = "r1", Baseline = "r0", By = "policy checkout", IsByPolicy = true, Reason = "errors rose" });
                }

                return true;
            },
            Token);
    }
}
