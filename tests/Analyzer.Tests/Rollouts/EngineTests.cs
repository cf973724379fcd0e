using CanaryJudge.Analyzer.Analyses;
using CanaryJudge.Analyzer.Rollouts;
using CanaryJudge.Analyzer.Rollouts.Store;
using CanaryJudge.Analyzer.Tests.Analyses;
using CanaryJudge.Judging.Deciding;

namespace CanaryJudge.Analyzer.Tests.Rollouts;

/// <summary>From a decision to an effect that was seen.</summary>
public sealed class EngineTests(Databases databases)
{
    public static TheoryData<string> Stores => [Databases.Sqlite, Databases.Postgres];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task HarmfulVerdict_RollsBack_TrafficFirst_AndTheRecordSaysWhatWasSeen(string store)
    {
        await using ActingService service = await ActingService.StartAsync(await databases.NewAsync(store));
        service.Metrics.CanaryErrors = 0.05;

        string id = await service.JudgeAsync();
        List<AnalysisEvent> events = await service.EventsAsync(id);
        Analysis analysis = (await service.Analyses.FindAsync(id, Token))!;
        RolloutAction action = await service.ActionAsync(id);

        Assert.Equal(["rollback r1", "scale-down r1"], service.Cluster.Journal);
        Assert.Equal((AnalysisState.Ended, AnalysisEnding.Verdict, VerdictOutcome.Rollback, null), (analysis.State, analysis.Ending, analysis.Decision, analysis.EndedBy));
        Assert.Equal(("r1", "r0", RolloutMode.Act), (analysis.Revision, analysis.BaselineRevision, analysis.Mode));
        Assert.Equal((ActionState.Ended, ActionEnding.Done, "policy checkout", true), (action.State, action.Ending, action.By, action.IsByPolicy));
        Assert.Contains("has no traffic and does not run any more", action.Status, StringComparison.Ordinal);
        Assert.Contains("Seen: traffic 0", analysis.Reason, StringComparison.Ordinal);
        Assert.Equal(
            [AnalysisEventKind.ActionStarted, AnalysisEventKind.ActionStep, AnalysisEventKind.ActionAnswered, AnalysisEventKind.ActionStep, AnalysisEventKind.ActionAnswered, AnalysisEventKind.ActionEnded, AnalysisEventKind.Ended],
            events.SkipWhile(e => e.Kind != AnalysisEventKind.ActionStarted).Select(e => e.Kind));
        Assert.Equal(Enumerable.Range(1, events.Count).Select(k => (long)k), events.Select(e => e.Sequence));
        Assert.All(events.Where(e => e.Kind == AnalysisEventKind.ActionStep), e => Assert.Equal(AnalysisState.RollingBack, e.State));
        Assert.Equal([(1, "rollback", StepAnswer.Applied), (2, "scale-down", StepAnswer.Applied)], action.Steps.Select(s => (s.Number, s.Name, s.Answer!.Value)));
        Assert.All(action.Steps, step => Assert.True(step.IntentMillis <= step.AnsweredMillis && step.Digest.Length == 64 && step.Body == "r1"));
    }

    [Fact]
    public async Task GoodVerdict_Promotes()
    {
        await using ActingService service = await ActingService.StartAsync(await databases.NewAsync(Databases.Sqlite));

        string id = await service.JudgeAsync();
        await service.EventsAsync(id);

        Assert.Equal(["promote r1"], service.Cluster.Journal);
        Assert.Equal((ActionEnding.Done, RolloutVerb.Promote), ((await service.ActionAsync(id)).Ending, (await service.ActionAsync(id)).Verb));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task RollbackByTheHorizon_TakesTheSameWay_AndEndsAsWhatItIs(string store)
    {
        await using ActingService service = await ActingService.StartAsync(await databases.NewAsync(store));
        string policy = ActingService.Policy.Replace("horizon: 30", "horizon: 4", StringComparison.Ordinal).Replace("history: 5", "atHorizon: rollback", StringComparison.Ordinal);

        string id = await service.JudgeAsync(policy: policy);
        List<AnalysisEvent> events = await service.EventsAsync(id);
        Analysis analysis = (await service.Analyses.FindAsync(id, Token))!;
        RolloutAction action = await service.ActionAsync(id);

        Assert.Equal(["rollback r1", "scale-down r1"], service.Cluster.Journal);
        Assert.Equal((AnalysisEnding.Horizon, VerdictOutcome.Rollback, VerdictOutcome.Pause), (analysis.Ending, analysis.Decision, analysis.Outcome));
        Assert.Equal((AnalysisEnding.Horizon, VerdictOutcome.Rollback), (events[^1].Ending, events[^1].Outcome));
        Assert.All(events.Where(e => e.Kind == AnalysisEventKind.Judged), e => Assert.Equal(VerdictOutcome.Pause, e.Outcome));
        Assert.Equal((ActionEnding.Done, "policy checkout", true), (action.Ending, action.By, action.IsByPolicy));
        Assert.StartsWith("Not proven safe by the horizon of 4 windows", action.Reason, StringComparison.Ordinal);
        Assert.StartsWith("Not proven safe by the horizon of 4 windows", analysis.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Advice_IsTold_AndNothingIsDone()
    {
        await using ActingService service = await ActingService.StartAsync(await databases.NewAsync(Databases.Sqlite), $"--Rollouts:Targets:{ActingService.Target}:Mode=Advise");
        service.Metrics.CanaryErrors = 0.05;

        string id = await service.JudgeAsync();
        List<AnalysisEvent> events = await service.EventsAsync(id);

        Assert.Equal((0, VerdictOutcome.Rollback), (service.Cluster.Sent, events[^1].Outcome));
        Assert.Equal([AnalysisEventKind.ActionStarted, AnalysisEventKind.ActionEnded, AnalysisEventKind.Ended], events.TakeLast(3).Select(e => e.Kind));
        Assert.Equal(ActionEnding.Advised, (await service.ActionAsync(id)).Ending);
        Assert.Contains("mode is advise", events[^1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Advice_IsTheDefault() => Assert.Equal((RolloutMode.Advise, null), (new RolloutOptions().Mode, new TargetOptions().Mode));

    [Fact]
    public async Task TargetThatTheServiceDoesNotHave_IsJudged_AndTheRecordSaysThatItIsAdvice()
    {
        await using ActingService service = await ActingService.StartAsync(await databases.NewAsync(Databases.Sqlite));

        string id = await service.DecideAsync(target: "shop/cart");
        List<AnalysisEvent> events = await service.EventsAsync(id);

        Assert.Contains("none of the service's", events[0].Reason, StringComparison.Ordinal);
        Assert.Equal([AnalysisEventKind.Started, AnalysisEventKind.Ended], events.Select(e => e.Kind));
        Assert.Empty((await service.Desk.ListAsync(new ActionFilter(), Token)).Actions);
    }

    [Fact]
    public async Task Start_OfATargetThatActs_NeedsACanaryThatCanBeSeen_AndTheRevisionThatIsMeant()
    {
        await using ActingService service = await ActingService.StartAsync(await databases.NewAsync(Databases.Sqlite));
        AnalysisStart start = Starts.Of(ActingService.Target);

        StartResult other = await service.Analyses.StartAsync(start with { Revision = "r9" }, Token);
        service.Cluster.Looks = () => RolloutReading.Failed(RolloutProblemKind.Unreachable, "Nobody is there.", "Look.");
        StartResult silent = await service.Analyses.StartAsync(start, Token);
        service.Cluster.Looks = () => null;
        service.Cluster.Revision = service.Cluster.Baseline;
        StartResult nothing = await service.Analyses.StartAsync(start, Token);

        Assert.All([other, silent, nothing], result => Assert.Null(result.Analysis));
        Assert.Contains("rolls out r1, not r9", other.Refusal!.Message, StringComparison.Ordinal);
        Assert.Equal(("Nobody is there.", true), (silent.Refusal!.Message, silent.Refusal.MayPass));
        Assert.Contains("has no canary", nothing.Refusal!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task UnknownOutcome_IsReadBack_BeforeAnythingIsSentAgain(bool hadEffect)
    {
        await using ActingService service = await ActingService.StartAsync(await databases.NewAsync(Databases.Sqlite));
        List<string> points = [];
        int left = 1;
        service.Cluster.At = point =>
        {
            lock (points) points.Add(point);
            return Task.CompletedTask;
        };
        if (hadEffect) service.Cluster.Answers = step => step == "rollback" && Interlocked.Decrement(ref left) >= 0 ? new StepOutcome(StepAnswer.Unknown, "The answer was lost.") : null;
        else service.Cluster.Makes = step => step != "rollback" || Interlocked.Decrement(ref left) < 0;

        string id = await service.DecideAsync();
        await service.EventsAsync(id);

        Assert.Equal(["rollback r1", "scale-down r1"], service.Cluster.Journal);
        string[] expected = hadEffect
            ? ["look", "look", "before rollback", "after rollback", "look", "before scale-down", "after scale-down", "look"]
            : ["look", "look", "before rollback", "after rollback", "look", "before rollback", "after rollback", "look", "before scale-down", "after scale-down", "look"];
        Assert.Equal(expected, points);
        Assert.Equal(StepAnswer.Unknown, (await service.ActionAsync(id)).Steps[0].Answer);
    }

    [Fact]
    public async Task MissingRight_IsTriedAgain_AndARejectionFails()
    {
        await using ActingService service = await ActingService.StartAsync(await databases.NewAsync(Databases.Sqlite));
        int left = 2;
        service.Cluster.Makes = step => step != "rollback" || left <= 0;
        service.Cluster.Answers = step => step switch
        {
            "rollback" => Interlocked.Decrement(ref left) >= 0 ? new StepOutcome(StepAnswer.Forbidden, "No right.") : null,
            _ => new StepOutcome(StepAnswer.Rejected, "Never."),
        };

        string id = await service.DecideAsync();
        await service.EventsAsync(id);
        RolloutAction action = await service.ActionAsync(id);

        Assert.Equal([StepAnswer.Forbidden, StepAnswer.Forbidden, StepAnswer.Applied, StepAnswer.Rejected], action.Steps.Select(s => s.Answer!.Value));
        Assert.Equal(ActionEnding.Failed, action.Ending);
        Assert.Contains("Never.", action.Status, StringComparison.Ordinal);
        await service.Analyzer.Logs.UntilAsync("has failed, and a person must look");
    }

    [Fact]
    public async Task EffectThatIsNeverSeen_IsNoSuccess()
    {
        await using ActingService service = await ActingService.StartAsync(await databases.NewAsync(Databases.Sqlite), "--Rollouts:Patience=00:00:10", "--Rollouts:Poll=00:00:01");
        service.Cluster.Makes = _ => false;
        service.Cluster.Answers = _ => new StepOutcome(StepAnswer.Applied, "Yes, yes.");

        string id = await service.DecideAsync();
        await service.EventsAsync(id);
        RolloutAction action = await service.ActionAsync(id);

        Assert.Equal((ActionEnding.Failed, 1), (action.Ending, service.Cluster.Sent));
        Assert.Contains("its effect is not seen yet", action.Status, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancel_StopsWhatIsUnderWay()
    {
        await using ActingService service = await ActingService.StartAsync(await databases.NewAsync(Databases.Sqlite));
        service.Cluster.Settled = false;

        string id = await service.DecideAsync();
        await service.EventsAsync(id, e => e.Kind == AnalysisEventKind.ActionWaiting);
        ChangeResult promoted = await service.Analyses.OverrideAsync(id, VerdictOutcome.Promote, "bob", "no", Token);
        ChangeResult again = await service.Analyses.OverrideAsync(id, VerdictOutcome.Rollback, "ann", "the carts are broken", Token);
        ChangeResult cancelled = await service.Analyses.CancelAsync(id, "bob", "it was the load test", Token);

        Assert.Equal((false, false, true), (promoted.IsChanged, again.IsChanged, cancelled.IsChanged));
        Assert.Equal((AnalysisState.Ended, AnalysisEnding.Cancelled, null), (cancelled.Analysis!.State, cancelled.Analysis.Ending, cancelled.Analysis.Decision));
        RolloutAction action = await service.ActionAsync(id);
        Assert.Equal((ActionEnding.Cancelled, 1), (action.Ending, action.Steps.Count));
        Assert.Contains("bob stopped it: it was the load test. What was sent before stays as it is.", action.Status, StringComparison.Ordinal);
        Assert.Equal(["rollback r1"], service.Cluster.Journal);
    }
}
