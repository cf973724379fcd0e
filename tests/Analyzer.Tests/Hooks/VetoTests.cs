using CanaryJudge.Analyzer.Analyses;
using CanaryJudge.Analyzer.Analyses.Notices;
using CanaryJudge.Analyzer.Rollouts;
using CanaryJudge.Analyzer.Tests.Analyses;
using CanaryJudge.Analyzer.Tests.Rollouts;
using CanaryJudge.Judging.Deciding;
using Microsoft.Extensions.DependencyInjection;

namespace CanaryJudge.Analyzer.Tests.Hooks;

/// <summary>What a veto does to an analysis and to its action: nothing is promoted while it stands, and nothing else changes.</summary>
public sealed class VetoTests(Databases databases)
{
    private const string Target = "shop/checkout";

    // Windows of five seconds: the first 32 are past, so that a good canary is proven at once, and the next ones come while the test goes on.
    private static readonly string Policy = Starts.PolicyText.Replace("interval: 1m", "interval: 5s", StringComparison.Ordinal).Replace("horizon: 20", "horizon: 60", StringComparison.Ordinal);

    private static readonly string Short = Starts.PolicyText.Replace("interval: 1m", "interval: 5s", StringComparison.Ordinal).Replace("horizon: 20", "horizon: 30", StringComparison.Ordinal);

    public static TheoryData<string> Stores => [Databases.Sqlite, Databases.Postgres];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task AlertThatFires_HoldsThePromotion_AndItsEndLetsItGo(string store)
    {
        await using Rollout rollout = await Rollout.StartAsync(await databases.NewAsync(store));
        await TellAsync(rollout, "firing");
        string id = await StartAsync(rollout);

        await rollout.EventsUntilAsync(id, e => e is { Kind: AnalysisEventKind.Judged, Outcome: VerdictOutcome.Promote });
        Analysis held = (await rollout.Desk.FindAsync(id, Token))!;
        await TellAsync(rollout, "firing"); // Alertmanager repeats
        await TellAsync(rollout, "resolved");
        List<AnalysisEvent> events = await rollout.EventsUntilAsync(id, e => e.State == AnalysisState.Ended);

        Assert.Equal((AnalysisState.Judging, (VerdictOutcome?)null), (held.State, held.Decision));
        Assert.Contains("Not promoted while a veto stands: The alert CheckoutErrors fires since 2026-11-27T10:00:00.123Z (fingerprint 5ef77f1f8a3ecb8d).", held.Reason, StringComparison.Ordinal);
        Assert.Equal((AnalysisEnding.Verdict, VerdictOutcome.Promote), (events[^1].Ending, events[^1].Outcome));
        Assert.DoesNotContain("veto", events[^1].Reason, StringComparison.Ordinal);
        Assert.Equal([AnalysisEventKind.Vetoed, AnalysisEventKind.VetoLifted], events.Where(e => e.Kind is AnalysisEventKind.Vetoed or AnalysisEventKind.VetoLifted).Select(e => e.Kind));
        AnalysisEvent lifted = events.Single(e => e.Kind == AnalysisEventKind.VetoLifted);
        Assert.Equal(("alertmanager canaryjudge", "The alert CheckoutErrors, which fired since 2026-11-27T10:00:00.123Z, was resolved at 2026-11-27T10:05:00Z (fingerprint 5ef77f1f8a3ecb8d)."), (lifted.Actor, lifted.Reason));
        Assert.Equal(Enumerable.Range(1, events.Count).Select(k => (long)k), events.Select(e => e.Sequence));
        await rollout.AssertReplaysAsync(id, events);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task AlertThatFiresAtTheHorizon_LeavesTheDecisionToAPerson(string store)
    {
        await using Rollout rollout = await Rollout.StartAsync(await databases.NewAsync(store));
        await TellAsync(rollout, "firing");

        string id = await rollout.BeginAsync(Short);
        List<AnalysisEvent> events = await rollout.EventsUntilAsync(id, e => e.Kind == AnalysisEventKind.Held);
        ChangeResult decided = await rollout.Desk.OverrideAsync(id, VerdictOutcome.Promote, "ann", "the alert is about the database", Token);

        Assert.Equal([AnalysisEventKind.Started, AnalysisEventKind.Vetoed], events.Take(2).Select(e => e.Kind));
        Assert.Equal(VerdictOutcome.Promote, events[^2].Outcome);
        Assert.Contains("The alert CheckoutErrors fires", events[^1].Reason, StringComparison.Ordinal);
        Assert.Equal((true, AnalysisEnding.Overridden, VerdictOutcome.Promote), (decided.IsChanged, decided.Analysis!.Ending, decided.Analysis.Decision));
    }

    [Fact]
    public async Task AlertThatFires_RollsNothingBack_AndHoldsNoRollback()
    {
        await using Rollout rollout = await Rollout.StartAsync(await databases.NewAsync(Databases.Sqlite));
        rollout.Metrics.CanaryErrors = 0.05;
        await TellAsync(rollout, "firing");

        List<AnalysisEvent> events = await rollout.EventsUntilAsync(await rollout.BeginAsync(Short), e => e.State == AnalysisState.Ended);

        Assert.Equal((AnalysisEnding.Verdict, VerdictOutcome.Rollback), (events[^1].Ending, events[^1].Outcome));
        Assert.True(events.Count > 4, "an alert alone would have ended it at the first window");
    }

    [Fact]
    public async Task AlertOfAnotherTarget_HoldsNothing()
    {
        await using Rollout rollout = await Rollout.StartAsync(await databases.NewAsync(Databases.Sqlite));
        await Messages.TellAsync(rollout.Analyzer.Rest, Messages.AlertmanagerPath, Messages.Alert("firing", "shop/search"));

        List<AnalysisEvent> events = await rollout.EventsUntilAsync(await rollout.BeginAsync(Short), e => e.State == AnalysisState.Ended);

        Assert.Equal(VerdictOutcome.Promote, events[^1].Outcome);
        Assert.DoesNotContain(events, e => e.Kind == AnalysisEventKind.Vetoed);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task AlertBetweenVerdictAndAction_HoldsTheAction_AndItsEndLetsItGo(string store)
    {
        await using ActingService service = await ActingService.StartAsync(await databases.NewAsync(store), "--Rollouts:Poll=00:00:01");
        bool isTold = false;
        service.Cluster.At = async point =>
        {
            // The second look is the action's: the first was at the start of the analysis.
            if (point != "look" || service.Cluster.Looked < 2 || isTold) return;
            isTold = true;
            await Messages.TellAsync(service.Analyzer.Rest, Messages.AlertmanagerPath, Messages.Alert("firing", ActingService.Target));
        };

        string id = await service.JudgeAsync();
        await ActingService.UntilAsync(async () => (await service.Analyses.FindAsync(id, Token))!.State == AnalysisState.Promoting && (await service.ActionAsync(id)).State == ActionState.Paused);
        RolloutAction paused = await service.ActionAsync(id);
        Assert.Equal(0, service.Cluster.Sent);
        Assert.Contains("The alert CheckoutErrors fires", paused.Status, StringComparison.Ordinal);

        await Messages.TellAsync(service.Analyzer.Rest, Messages.AlertmanagerPath, Messages.Alert("resolved", ActingService.Target));
        await service.EventsAsync(id);
        Assert.Equal(["promote r1"], service.Cluster.Journal);
    }

    [Fact]
    public async Task Person_PromotesAllTheSame()
    {
        await using ActingService service = await ActingService.StartAsync(await databases.NewAsync(Databases.Sqlite));
        await Messages.TellAsync(service.Analyzer.Rest, Messages.AlertmanagerPath, Messages.Alert("firing", ActingService.Target));

        await service.EventsAsync(await service.DecideAsync(VerdictOutcome.Promote));

        Assert.Equal(["promote r1"], service.Cluster.Journal);
    }

    [Fact]
    public async Task Controllers_AreToldToWait_WhileAVetoStandsAgainstADecisionOfTheJudge()
    {
        const string Canary = "shop/canaries/checkout";
        const string Gate = "/hooks/flagger/confirm-promotion";
        const string Body = """{"name": "checkout", "namespace": "shop", "phase": "Progressing", "checksum": "5d8f7c", "metadata": {"policy": "checkout", "baseline": "version=v1", "canary": "version=v2"}}""";
        await using Rollout rollout = await Rollout.StartAsync(await databases.NewAsync(Databases.Sqlite));
        string id = await StartAsync(rollout, Canary, "flagger 5d8f7c");
        await rollout.EventsUntilAsync(id, e => e.State == AnalysisState.Ended);
        List<int> answers = [];

        await AskAsync();
        await Messages.TellAsync(rollout.Analyzer.Rest, Messages.AlertmanagerPath, Messages.Alert("firing", Canary));
        string reason = await AskAsync();
        await Messages.TellAsync(rollout.Analyzer.Rest, Messages.AlertmanagerPath, Messages.Alert("resolved", Canary));
        await AskAsync();

        Assert.Equal([200, 403, 200], answers);
        Assert.Contains("The alert CheckoutErrors fires", reason, StringComparison.Ordinal);

        async Task<string> AskAsync()
        {
            (int status, string text) = await Messages.PostAsync(rollout.Analyzer.Rest, Gate, Body);
            answers.Add(status);
            return text;
        }
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task VetoThatNobodyRepeats_Lapses_AndSaysSo(string store)
    {
        await using Rollout rollout = await Rollout.StartAsync(await databases.NewAsync(store));
        await TellAsync(rollout, "firing");
        string id = await StartAsync(rollout);
        NoticeWrites notices = rollout.Analyzer.Services.GetRequiredService<NoticeWrites>();

        int young = await notices.LapseAsync(TimeSpan.FromHours(1), Token);
        int old = await notices.LapseAsync(TimeSpan.FromSeconds(-1), Token);
        List<AnalysisEvent> events = await rollout.EventsUntilAsync(id, e => e.State == AnalysisState.Ended);

        Assert.Equal((0, 1), (young, old));
        Assert.Contains("Nothing was heard of it", events.Single(e => e.Kind == AnalysisEventKind.VetoLifted).Reason, StringComparison.Ordinal);
        Assert.Equal(VerdictOutcome.Promote, events[^1].Outcome);
        Assert.Equal("1 vetoed, 0 unmatched.", await TellAsync(rollout, "firing"));
    }

    private static Task<string> TellAsync(Rollout rollout, string status) => Messages.TellAsync(rollout.Analyzer.Rest, Messages.AlertmanagerPath, Messages.Alert(status, Target));

    private static async Task<string> StartAsync(Rollout rollout, string target = Target, string by = "ann")
    {
        AnalysisStart start = Starts.Of(target);
        long first = (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 160) * 1000;
        StartResult started = await rollout.Desk.StartAsync(start with { By = by, StartMillis = first, Definition = start.Definition with { Policy = Starts.Policy(Policy) } }, Token);
        Assert.Empty(started.Violations);
        return started.Analysis!.Id;
    }
}
