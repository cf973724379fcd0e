using CanaryJudge.Analyzer.Analyses;
using CanaryJudge.Analyzer.Tests.Hosting;
using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Sources.Recordings;
using Microsoft.Extensions.DependencyInjection;

namespace CanaryJudge.Analyzer.Tests.Analyses;

/// <summary>Analyses from their start to their end, window by window, on both stores.</summary>
public sealed class LifeCycleTests(Databases databases)
{
    // Thirty windows of 5 s, so that a rollout's past is short.
    private static readonly string Short = Starts.PolicyText
        .Replace("interval: 1m", "interval: 5s", StringComparison.Ordinal).Replace("horizon: 20", "horizon: 30", StringComparison.Ordinal);

    private static readonly string Undecidable = Short.Replace("margin: 0.3pp", "margin: 0.001pp", StringComparison.Ordinal).Replace("horizon: 30", "horizon: 6", StringComparison.Ordinal);

    // Just enough windows for any promotion, and too few for a proof.
    private static readonly string OpenAtHorizon = Short.Replace("horizon: 30", "horizon: 6", StringComparison.Ordinal);

    public static TheoryData<string> Stores => [Databases.Sqlite, Databases.Postgres];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task HarmfulCanary_IsRolledBack_AndEveryVerdictCanBeJudgedAgainBitForBit(string store)
    {
        await using Rollout rollout = await Rollout.StartAsync(await databases.NewAsync(store));
        rollout.Metrics.CanaryErrors = 0.05;

        string id = await rollout.BeginAsync(Short);
        List<AnalysisEvent> events = await rollout.EventsUntilAsync(id, e => e.State == AnalysisState.Ended);

        Analysis analysis = (await rollout.Desk.FindAsync(id, Token))!;
        Assert.Equal((AnalysisState.Ended, AnalysisEnding.Verdict, VerdictOutcome.Rollback), (analysis.State, analysis.Ending, analysis.Decision));
        Assert.Equal(Enumerable.Range(1, events.Count).Select(k => (long)k), events.Select(e => e.Sequence));
        Assert.Equal(events.Count, analysis.Sequence);
        Assert.Equal([AnalysisEventKind.Started, .. Enumerable.Repeat(AnalysisEventKind.Judged, analysis.WindowsElapsed), AnalysisEventKind.Ended], events.Select(e => e.Kind));
        Assert.Equal(Enumerable.Range(1, analysis.WindowsElapsed), events.Where(e => e.Kind == AnalysisEventKind.Judged).Select(e => e.WindowsElapsed));
        Assert.Equal(JudgementOutcome.Fail, events[^2].Judgements.Single(j => j.Metric == "error_rate").Outcome);
        Assert.Contains("error_rate", analysis.Reason, StringComparison.Ordinal);
        await rollout.AssertReplaysAsync(id, events);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task GoodCanary_IsPromoted_AndItsRecordingReadFromAFile_GivesTheSameVerdict(string store)
    {
        await using Rollout rollout = await Rollout.StartAsync(await databases.NewAsync(store));

        string id = await rollout.BeginAsync(Short);
        List<AnalysisEvent> events = await rollout.EventsUntilAsync(id, e => e.State == AnalysisState.Ended);

        Assert.Equal((AnalysisEnding.Verdict, VerdictOutcome.Promote), (events[^1].Ending, events[^1].Outcome));
        await rollout.AssertReplaysAsync(id, events);
        using MemoryStream file = new();
        await RecordingWriter.WriteAsync(file, (await rollout.Desk.RecordingAsync(id, null, Token))!, Token);
        file.Position = 0;
        RecordingLine line = await RecordingReader.ReadAsync(file, Token).SingleAsync(Token);
        Verdict again = Judging.Judge.Evaluate(line.Recording!.Policy, line.Recording.Metrics);
        Assert.Equal((VerdictOutcome.Promote, events[^1].Reason, events[^1].WindowsElapsed), (again.Outcome, again.Reason, again.WindowsElapsed));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task HorizonWithoutProof_HoldsForAPerson_WhoDecides(string store)
    {
        await using Rollout rollout = await Rollout.StartAsync(await databases.NewAsync(store));

        string id = await rollout.BeginAsync(Undecidable);
        List<AnalysisEvent> events = await rollout.EventsUntilAsync(id, e => e.Kind == AnalysisEventKind.Held);
        Analysis held = (await rollout.Desk.FindAsync(id, Token))!;
        ChangeResult decided = await rollout.Desk.OverrideAsync(id, VerdictOutcome.Promote, "ann", "checked by hand", Token);

        Assert.Equal((AnalysisState.Held, 6, VerdictOutcome.Pause, (VerdictOutcome?)null), (held.State, held.WindowsElapsed, held.Outcome, held.Decision));
        Assert.Contains("horizon", events[^1].Reason, StringComparison.Ordinal);
        Assert.Equal((true, AnalysisEnding.Overridden, VerdictOutcome.Promote, "ann"), (decided.IsChanged, decided.Analysis!.Ending, decided.Analysis.Decision, decided.Analysis.EndedBy));
    }

    [Theory]
    [InlineData(Databases.Sqlite, "rollback")]
    [InlineData(Databases.Postgres, "rollback")]
    [InlineData(Databases.Sqlite, "promote")]
    public async Task HorizonWithoutProof_IsWhatThePolicySays_AndNeverTakenForAProof(string store, string rule)
    {
        await using Rollout rollout = await Rollout.StartAsync(await databases.NewAsync(store));
        VerdictOutcome wanted = Enum.Parse<VerdictOutcome>(rule, ignoreCase: true);

        string id = await rollout.BeginAsync(OpenAtHorizon.Replace("history: 5", $"atHorizon: {rule}", StringComparison.Ordinal));
        List<AnalysisEvent> events = await rollout.EventsUntilAsync(id, e => e.State == AnalysisState.Ended);

        Analysis analysis = (await rollout.Desk.FindAsync(id, Token))!;
        Assert.Equal((AnalysisState.Ended, AnalysisEnding.Horizon, wanted, VerdictOutcome.Pause, 6), (analysis.State, analysis.Ending, analysis.Decision, analysis.Outcome, analysis.WindowsElapsed));
        Assert.Equal([AnalysisEventKind.Judged, AnalysisEventKind.Ended], events.TakeLast(2).Select(e => e.Kind));
        Assert.Equal((AnalysisEnding.Horizon, wanted), (events[^1].Ending, events[^1].Outcome));
        Assert.All(events.Where(e => e.Kind == AnalysisEventKind.Judged), e => Assert.Equal(VerdictOutcome.Pause, e.Outcome));
        Assert.DoesNotContain(events[^2].Judgements, j => j.Outcome == JudgementOutcome.Fail);
        Assert.Contains($"(atHorizon: {rule})", analysis.Reason, StringComparison.Ordinal);
        await rollout.AssertReplaysAsync(id, events);
        using MemoryStream file = new();
        await RecordingWriter.WriteAsync(file, (await rollout.Desk.RecordingAsync(id, null, Token))!, Token);
        file.Position = 0;
        Recording read = (await RecordingReader.ReadAsync(file, Token).SingleAsync(Token)).Recording!;
        Verdict again = Judging.Judge.Evaluate(read.Policy, read.Metrics);
        Assert.Equal((wanted, true, analysis.Reason), (again.Outcome, again.ByHorizon, again.Reason));
    }

    [Fact]
    public async Task HorizonWithoutProof_OfAPolicyThatPromotes_HoldsWhatLeansToHarmOrCannotBeMeasured()
    {
        await using Rollout rollout = await Rollout.StartAsync(await databases.NewAsync(Databases.Sqlite), "--Analyses:SourcePatience=00:00:00");
        string promotes = OpenAtHorizon.Replace("history: 5", "atHorizon: promote", StringComparison.Ordinal);
        rollout.Metrics.CanaryErrors = 0.0125; // more than half the margin above the baseline's

        List<AnalysisEvent> harm = await rollout.EventsUntilAsync(await rollout.BeginAsync(promotes, "shop/one"), e => e.Kind == AnalysisEventKind.Held);
        rollout.Metrics.CanaryErrors = 0.01;
        rollout.Metrics.Fails = query => query.Contains("latency", StringComparison.Ordinal);
        // Another question: the answer to the same one is still kept when both began in the same second.
        string rollsBack = promotes.Replace("promote", "rollback", StringComparison.Ordinal).Replace("avg(latency_seconds", "max(latency_seconds", StringComparison.Ordinal);
        List<AnalysisEvent> failed = await rollout.EventsUntilAsync(await rollout.BeginAsync(rollsBack, "shop/two"), e => e.Kind == AnalysisEventKind.Held);

        Assert.EndsWith("only what has its data and leans to safety: not error_rate.", harm[^1].Reason, StringComparison.Ordinal);
        Assert.EndsWith("A source that failed is no reason to roll back (atHorizon: rollback): a person decides.", failed[^1].Reason, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task JudgesWithNumbersOfTheirOwn_HaveThemInTheirEvents(string store)
    {
        await using Rollout rollout = await Rollout.StartAsync(await databases.NewAsync(store));

        string threshold = await rollout.BeginAsync(Short.Replace("history: 5", "judge: threshold", StringComparison.Ordinal), "shop/threshold");
        List<AnalysisEvent> checks = await rollout.EventsUntilAsync(threshold, e => e.State == AnalysisState.Ended);
        string kayenta = await rollout.BeginAsync(Short.Replace("history: 5", "judge: kayenta", StringComparison.Ordinal).Replace("horizon: 30", "horizon: 12", StringComparison.Ordinal), "shop/kayenta");
        List<AnalysisEvent> score = await rollout.EventsUntilAsync(kayenta, e => e.State is AnalysisState.Ended or AnalysisState.Held);

        CheckTally last = checks[^2].Judgements[0].Checks!;
        Assert.Equal((checks[^2].WindowsElapsed - 1, 10, 5), (last.Passed + last.Failed + last.Unclear, last.PassesNeeded, last.FailuresLimit));
        CanaryScore told = score.Single(e => e.Score is not null).Score!;
        Assert.Equal((12, AnalysisEventKind.Judged, 95, 2), (score[^2].WindowsElapsed, score[^2].Kind, told.Pass, told.Groups[0].Labelled));
        await rollout.AssertReplaysAsync(threshold, checks);
        await rollout.AssertReplaysAsync(kayenta, score);
    }

    [Fact]
    public async Task FixedJudge_BeforeTheHorizon_EndsNothing()
    {
        await using Rollout rollout = await Rollout.StartAsync(await databases.NewAsync(Databases.Sqlite));
        rollout.Metrics.CanaryErrors = 0.2;

        string id = await rollout.BeginAsync(Short.Replace("history: 5", "judge: fixed", StringComparison.Ordinal).Replace("horizon: 30", "horizon: 12", StringComparison.Ordinal));
        List<AnalysisEvent> events = await rollout.EventsUntilAsync(id, e => e.State == AnalysisState.Ended);

        Assert.Contains(events, e => e is { Kind: AnalysisEventKind.Judged, Outcome: VerdictOutcome.Rollback, WindowsElapsed: < 12 });
        Assert.Equal((VerdictOutcome.Rollback, 12), (events[^1].Outcome, events[^1].WindowsElapsed));
        await rollout.AssertReplaysAsync(id, events);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task SourceThatFailsForAWhile_IsToldOnce_AndCostsNoWindow(string store)
    {
        await using Rollout rollout = await Rollout.StartAsync(await databases.NewAsync(store), "--Analyses:SourcePatience=01:00:00");
        bool isUp = false;
        rollout.Metrics.Fails = _ => !Volatile.Read(ref isUp);

        string id = await rollout.BeginAsync(Short);
        await rollout.EventsUntilAsync(id, e => e.Kind == AnalysisEventKind.SourceFailed);
        Analysis failing = (await rollout.Desk.FindAsync(id, Token))!;
        Volatile.Write(ref isUp, true);
        await rollout.MakeDueAsync(id);
        List<AnalysisEvent> events = await rollout.EventsUntilAsync(id, e => e.State == AnalysisState.Ended);

        Assert.Equal((true, 0, (VerdictOutcome?)null), (failing.CouldNotJudge, failing.WindowsElapsed, failing.Outcome));
        Assert.Contains("the stub was told to fail", failing.Reason, StringComparison.Ordinal);
        Assert.Single(events, e => e.Kind == AnalysisEventKind.SourceFailed);
        Assert.Equal(VerdictOutcome.Promote, events[^1].Outcome);
        Assert.All((await rollout.Desk.RecordingAsync(id, null, Token))!.Metrics, metric => Assert.True(Enumerable.Range(0, metric.Baseline.Count).All(metric.Baseline.IsPresent)));
    }

    [Fact]
    public async Task HarmBesideAMetricThatCannotBeMeasured_IsRolledBackWithoutWaiting()
    {
        await using Rollout rollout = await Rollout.StartAsync(await databases.NewAsync(Databases.Sqlite), "--Analyses:SourcePatience=00:00:00");
        rollout.Metrics.CanaryErrors = 0.05;
        rollout.Metrics.Fails = query => query.Contains("latency", StringComparison.Ordinal);

        string id = await rollout.BeginAsync(Short);
        List<AnalysisEvent> events = await rollout.EventsUntilAsync(id, e => e.State == AnalysisState.Ended);

        Assert.Equal(VerdictOutcome.Rollback, events[^1].Outcome);
        Assert.Equal(JudgementOutcome.Error, events[^2].Judgements.Single(j => j.Metric == "latency").Outcome);
        await rollout.AssertReplaysAsync(id, events);
    }

    [Fact]
    public async Task MetricThatIsNeverMeasured_IsNeverPromoted_AndHeldAtTheHorizon()
    {
        await using Rollout rollout = await Rollout.StartAsync(await databases.NewAsync(Databases.Sqlite), "--Analyses:SourcePatience=00:00:00");
        rollout.Metrics.Fails = query => query.Contains("latency", StringComparison.Ordinal);

        string id = await rollout.BeginAsync(Short);
        List<AnalysisEvent> events = await rollout.EventsUntilAsync(id, e => e.Kind == AnalysisEventKind.Held);

        Assert.DoesNotContain(events, e => e.Outcome == VerdictOutcome.Promote);
        Assert.Equal((30, true), ((await rollout.Desk.FindAsync(id, Token))!.WindowsElapsed, (await rollout.Desk.FindAsync(id, Token))!.CouldNotJudge));
        await rollout.AssertReplaysAsync(id, events);
    }

    [Fact]
    public async Task SourceThatIsGoneFromTheSettings_IsAFailureThatNamesIt()
    {
        string setting = await databases.NewAsync(Databases.Sqlite);
        string id;
        await using (Rollout before = await Rollout.StartAsync(setting))
        {
            before.Metrics.Fails = _ => true;
            id = await before.BeginAsync(Short);
        }

        await using RunningAnalyzer after = await RunningAnalyzer.StartAsync(setting, "--Analyses:Lease=00:00:01");
        AnalysisDesk desk = after.Services.GetRequiredService<AnalysisDesk>();

        AnalysisEvent failed = await desk.WatchAsync(id, 0, Token).FirstAsync(e => e.Kind == AnalysisEventKind.SourceFailed && e.Reason.Contains("no source main", StringComparison.Ordinal), Token);

        Assert.Contains("Sources:Prometheus:main", failed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HeldAnalysis_ThatNobodyDecides_Expires()
    {
        await using Rollout rollout = await Rollout.StartAsync(await databases.NewAsync(Databases.Sqlite));
        string id = await rollout.BeginAsync(Undecidable);
        await rollout.EventsUntilAsync(id, e => e.Kind == AnalysisEventKind.Held);

        await rollout.MakeDueAsync(id);
        List<AnalysisEvent> events = await rollout.EventsUntilAsync(id, e => e.State == AnalysisState.Ended);

        Assert.Equal((AnalysisEnding.Expired, (VerdictOutcome?)null), (events[^1].Ending, events[^1].Outcome));
    }

    [Fact]
    public async Task SeveralAnalysesOfOneApplication_AskEachQuestionOnce()
    {
        await using Rollout rollout = await Rollout.StartAsync(await databases.NewAsync(Databases.Sqlite));
        TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        rollout.Metrics.Before = _ => gate.Task;
        AnalysisStart start = Starts.Of();
        start = start with { StartMillis = (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 140) * 1000, Definition = start.Definition with { Policy = Starts.Policy(Undecidable.Replace("interval: 5s", "interval: 30s", StringComparison.Ordinal)) } };

        for (int k = 0; k < 8; k++) await rollout.Desk.StartAsync(start with { Target = "target " + k }, Token);
        await rollout.WaitUntilAsync(() => rollout.Metrics.Asked >= 6);
        gate.SetResult();
        await rollout.WaitUntilAsync(async () => (await rollout.Desk.ListAsync(new AnalysisFilter(), Token)).Analyses.All(a => a.WindowsElapsed == 4));

        // Six questions a window: bad, total and latency of each side.
        Assert.InRange(rollout.Metrics.Asked, 6 * 4, 6 * 4 * 2);
    }
}
