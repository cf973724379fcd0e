using CanaryJudge.Analyzer.Analyses;
using CanaryJudge.Analyzer.Tests.Hosting;
using CanaryJudge.Judging.Deciding;
using Microsoft.Extensions.DependencyInjection;

namespace CanaryJudge.Analyzer.Tests.Analyses;

/// <summary>What the faces of the service call, on both stores.</summary>
public sealed class DeskTests(Databases databases)
{
    private const string Nowhere = "--Sources:Prometheus:main:Address=http://127.0.0.1:9";

    public static TheoryData<string> Stores => [Databases.Sqlite, Databases.Postgres];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Start_OfARightRequest_IsFoundAgainWithItsDefinitionAndItsEvent(string store)
    {
        await using RunningAnalyzer analyzer = await StartAsync(store);
        AnalysisDesk desk = Desk(analyzer);

        StartResult started = await desk.StartAsync(Starts.Of(), Token);

        Assert.Empty(started.Violations);
        Assert.True(started.IsNew);
        Analysis analysis = started.Analysis!;
        Assert.Equal(analysis, await desk.FindAsync(analysis.Id, Token));
        Assert.Equal((AnalysisState.Waiting, "checkout", "shop/checkout", "main", "ann", 20, 60_000L), (analysis.State, analysis.Application, analysis.Target, analysis.Source, analysis.StartedBy, analysis.Horizon, analysis.IntervalMillis));
        Assert.Equal(0, analysis.StartMillis % 10_000);
        Assert.Equal(analysis.StartMillis + 60_000 + 5_000, analysis.NextMillis);
        AnalysisDefinition definition = (await desk.DefinitionAsync(analysis.Id, Token))!;
        Assert.Equal(Judging.Policies.PolicyWriter.Write(Starts.Policy()), Judging.Policies.PolicyWriter.Write(definition.Policy));
        Assert.Equal(Starts.Scope("version=v2").Matchers, definition.Canary.Matchers);
        AnalysisEvent first = Assert.Single(await EventsAsync(desk, analysis.Id, 1));
        Assert.Equal((1, AnalysisEventKind.Started, AnalysisState.Waiting, "ann"), (first.Sequence, first.Kind, first.State, first.Actor));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Start_WithTheSameKeyTwice_GivesTheFirst_AndAnotherRequestUnderIt_IsRefused(string store)
    {
        await using RunningAnalyzer analyzer = await StartAsync(store);
        AnalysisDesk desk = Desk(analyzer);
        AnalysisStart start = Starts.Of() with { IdempotencyKey = "deploy-42" };

        StartResult first = await desk.StartAsync(start, Token);
        StartResult[] repeats = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => desk.StartAsync(start, Token)));
        StartResult other = await desk.StartAsync(start with { Target = "shop/cart" }, Token);
        StartResult someoneElse = await desk.StartAsync(start with { By = "bob", Target = "shop/cart" }, Token);

        Assert.All(repeats, repeat => Assert.Equal((first.Analysis!.Id, false), (repeat.Analysis!.Id, repeat.IsNew)));
        Assert.Equal((true, null), (other.KeyIsTaken, other.Analysis));
        Assert.True(someoneElse.IsNew);
        Assert.Equal(2, (await desk.ListAsync(new AnalysisFilter(), Token)).Analyses.Count);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Starts_OfOneTargetAtOnce_LeaveExactlyOneThatIsNotSuperseded(string store)
    {
        await using RunningAnalyzer analyzer = await StartAsync(store);
        AnalysisDesk desk = Desk(analyzer);

        StartResult[] started = await Task.WhenAll(Enumerable.Range(0, 4).Select(k => desk.StartAsync(Starts.Of() with { By = "person " + k }, Token)));

        Analysis[] all = [.. (await desk.ListAsync(new AnalysisFilter(), Token)).Analyses];
        Assert.Equal(4, all.Length);
        Analysis live = Assert.Single(all, a => a.State != AnalysisState.Ended);
        Assert.All(all.Where(a => a != live), a => Assert.Equal((AnalysisEnding.Superseded, (VerdictOutcome?)null), (a.Ending, a.Decision)));
        Assert.All(all.Where(a => a != live), a => Assert.Contains(all, later => later.Id == a.SupersededBy));
        Assert.All(started, s => Assert.True(s.IsNew));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Override_OfARunningAnalysis_EndsItOnce_WithWhoAndWhy(string store)
    {
        await using RunningAnalyzer analyzer = await StartAsync(store);
        AnalysisDesk desk = Desk(analyzer);
        string id = (await desk.StartAsync(Starts.Of(), Token)).Analysis!.Id;

        ChangeResult[] results = await Task.WhenAll(Enumerable.Range(0, 4).Select(k => desk.OverrideAsync(id, VerdictOutcome.Rollback, "person " + k, "pager is on fire", Token)));
        ChangeResult late = await desk.CancelAsync(id, "zoe", "too late", Token);
        ChangeResult unknown = await desk.CancelAsync("no such analysis", "zoe", "too late", Token);

        Assert.Single(results, r => r.IsChanged);
        Assert.Equal((false, AnalysisEnding.Overridden), (late.IsChanged, late.Analysis!.Ending));
        Assert.Equal((false, null), (unknown.IsChanged, unknown.Analysis));
        Analysis ended = (await desk.FindAsync(id, Token))!;
        Assert.Equal((AnalysisState.Ended, AnalysisEnding.Overridden, VerdictOutcome.Rollback, "pager is on fire"), (ended.State, ended.Ending, ended.Decision, ended.Reason));
        AnalysisEvent last = (await EventsAsync(desk, id, 2))[1];
        Assert.Equal((2, AnalysisEventKind.Ended, AnalysisState.Ended, AnalysisEnding.Overridden, VerdictOutcome.Rollback, ended.EndedBy), (last.Sequence, last.Kind, last.State, last.Ending, last.Outcome, last.Actor));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Watch_FromAnyEventOn_GivesEachOnce_AndEndsWithTheAnalysis(string store)
    {
        await using RunningAnalyzer analyzer = await StartAsync(store);
        AnalysisDesk desk = Desk(analyzer);
        string id = (await desk.StartAsync(Starts.Of(), Token)).Analysis!.Id;

        Task<List<AnalysisEvent>> fromStart = desk.WatchAsync(id, 0, Token).ToListAsync(Token).AsTask();
        Task<List<AnalysisEvent>> resumed = desk.WatchAsync(id, 1, Token).ToListAsync(Token).AsTask();
        await desk.CancelAsync(id, "ann", "wrong build", Token);

        Assert.Equal([1L, 2L], (await fromStart).Select(e => e.Sequence));
        Assert.Equal([2L], (await resumed).Select(e => e.Sequence));
        Assert.Empty(await desk.WatchAsync(id, 2, Token).ToListAsync(Token));
        Assert.Empty(await desk.WatchAsync("no such analysis", 0, Token).ToListAsync(Token));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task List_ByApplicationStateAndTime_GivesEveryMatchOnceOverItsPages(string store)
    {
        await using RunningAnalyzer analyzer = await StartAsync(store);
        AnalysisDesk desk = Desk(analyzer);
        List<string> ids = [];
        for (int k = 0; k < 7; k++) ids.Add((await desk.StartAsync(Starts.Of("target " + k) with { Application = k < 5 ? "checkout" : "cart" }, Token)).Analysis!.Id);
        await desk.CancelAsync(ids[1], "ann", "wrong build", Token);

        AnalysisPage first = await desk.ListAsync(new AnalysisFilter { Application = "checkout", States = [AnalysisState.Waiting, AnalysisState.Judging], PageSize = 3 }, Token);
        AnalysisPage second = await desk.ListAsync(new AnalysisFilter { Application = "checkout", States = [AnalysisState.Waiting, AnalysisState.Judging], PageSize = 3, PageToken = first.NextToken }, Token);
        long last = (await desk.FindAsync(ids[6], Token))!.CreatedMillis;
        AnalysisPage before = await desk.ListAsync(new AnalysisFilter { CreatedBeforeMillis = last + 1, CreatedFromMillis = 0 }, Token);
        AnalysisPage after = await desk.ListAsync(new AnalysisFilter { CreatedFromMillis = last + 1 }, Token);

        Assert.Equal(new[] { ids[0], ids[2], ids[3], ids[4] }.Order(), first.Analyses.Concat(second.Analyses).Select(a => a.Id).Order());
        Assert.Equal((3, 1, null), (first.Analyses.Count, second.Analyses.Count, second.NextToken));
        Assert.Equal((7, 0), (before.Analyses.Count, after.Analyses.Count));
        await Assert.ThrowsAsync<ArgumentException>(() => desk.ListAsync(new AnalysisFilter { PageToken = "' or 1=1" }, Token));
    }

    [Fact]
    public async Task Start_OfAWrongRequest_NamesEverythingThatIsWrong_AndWritesNothing()
    {
        await using RunningAnalyzer analyzer = await StartAsync(Databases.Sqlite);
        AnalysisDesk desk = Desk(analyzer);
        AnalysisStart wrong = Starts.Of("tar\0get") with { Application = " ", By = new string('x', 201), IdempotencyKey = "half \ud800", StartMillis = 5 };

        StartResult result = await desk.StartAsync(wrong with { Definition = wrong.Definition with { Canary = wrong.Definition.Baseline, Source = "nowhere" } }, Token);

        Assert.Equal(["application", "target", "by", "idempotency_key", "source", "start", "canary"], result.Violations.Select(v => v.Path));
        Assert.All(result.Violations, v => Assert.NotEmpty(v.Remedy));
        Assert.Empty((await desk.ListAsync(new AnalysisFilter(), Token)).Analyses);
    }

    [Fact]
    public async Task Decision_WithoutNameOrReason_OrOfPause_IsRefused()
    {
        await using RunningAnalyzer analyzer = await StartAsync(Databases.Sqlite);
        AnalysisDesk desk = Desk(analyzer);
        string id = (await desk.StartAsync(Starts.Of(), Token)).Analysis!.Id;

        ChangeResult result = await desk.OverrideAsync(id, VerdictOutcome.Pause, "", "", Token);

        Assert.Equal(["by", "reason", "decision"], result.Violations.Select(v => v.Path));
        Assert.Equal(AnalysisState.Waiting, (await desk.FindAsync(id, Token))!.State);
    }

    private static AnalysisDesk Desk(RunningAnalyzer analyzer) => analyzer.Services.GetRequiredService<AnalysisDesk>();

    private async Task<RunningAnalyzer> StartAsync(string store) => await RunningAnalyzer.StartAsync(await databases.NewAsync(store), Nowhere);

    private static async Task<List<AnalysisEvent>> EventsAsync(AnalysisDesk desk, string id, int count) => await desk.WatchAsync(id, 0, Token).Take(count).ToListAsync(Token);
}
