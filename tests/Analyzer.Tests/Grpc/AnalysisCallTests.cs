using CanaryJudge.Analyzer.Tests.Analyses;
using CanaryJudge.Analyzer.Tests.Hosting;
using CanaryJudge.Contracts.V1;
using CanaryJudge.Judging.Policies;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace CanaryJudge.Analyzer.Tests.Grpc;

/// <summary>AnalysisService by gRPC, on both stores.</summary>
public sealed class AnalysisCallTests(Databases databases)
{
    public static TheoryData<string> Stores => [Databases.Sqlite, Databases.Postgres];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Start_OfARightRequest_IsFoundByGetAndList_WithItsDefinition(string store)
    {
        await using RunningAnalyzer analyzer = await StartAsync(store);
        StartAnalysisRequest request = AnalysisRequests.Start();
        request.StartTime = Timestamp.FromDateTimeOffset(DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() + 60_123));

        StartAnalysisResponse started = await analyzer.Analyses.StartAnalysisAsync(request, cancellationToken: Token);
        GetAnalysisResponse found = await analyzer.Analyses.GetAnalysisAsync(new() { Id = started.Analysis.Id }, cancellationToken: Token);
        ListAnalysesResponse list = await analyzer.Analyses.ListAnalysesAsync(new() { Application = "checkout", States = { AnalysisState.Waiting, AnalysisState.Judging } }, cancellationToken: Token);

        Assert.False(started.RepeatedCall);
        Assert.Equal(("checkout", "shop/checkout", "main", "ann", AnalysisState.Waiting, 20), (found.Analysis.Application, found.Analysis.Target, found.Analysis.Source, found.Analysis.StartedBy, found.Analysis.State, found.Analysis.Horizon));
        Assert.Equal((request.StartTime, TimeSpan.FromMinutes(1)), (found.Analysis.StartTime, found.Analysis.Interval.ToTimeSpan()));
        Assert.Equal(PolicyWriter.Write(Starts.Policy()), found.Policy);
        Assert.Equal((request.Baseline, request.Canary), (found.Baseline, found.Canary));
        Assert.Equal(started.Analysis.Id, Assert.Single(list.Analyses).Id);
        Assert.Empty(list.NextPageToken);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Start_WithAUsedKey_RepeatsTheAnswer_OrSaysThatTheKeyIsTaken(string store)
    {
        await using RunningAnalyzer analyzer = await StartAsync(store);
        StartAnalysisRequest request = AnalysisRequests.Start();
        request.IdempotencyKey = "deploy-42";

        StartAnalysisResponse first = await analyzer.Analyses.StartAnalysisAsync(request, cancellationToken: Token);
        StartAnalysisResponse again = await analyzer.Analyses.StartAnalysisAsync(request, cancellationToken: Token);
        request.Target = "shop/cart";
        RpcException other = await Assert.ThrowsAsync<RpcException>(async () => await analyzer.Analyses.StartAnalysisAsync(request, cancellationToken: Token));

        Assert.Equal((first.Analysis.Id, true), (again.Analysis.Id, again.RepeatedCall));
        Assert.Equal(StatusCode.AlreadyExists, other.StatusCode);
        Assert.Contains("deploy-42", other.Status.Detail, StringComparison.Ordinal);
        Assert.Equal("IDEMPOTENCY_KEY_TAKEN", other.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Reason);
        Assert.Single((await analyzer.Analyses.ListAnalysesAsync(new(), cancellationToken: Token)).Analyses);
    }

    [Fact]
    public async Task Start_OfAWrongRequest_NamesEverythingThatIsWrong_AndWritesNothing()
    {
        await using RunningAnalyzer analyzer = await StartAsync(Databases.Sqlite);
        StartAnalysisRequest wrong = new()
        {
            Application = "a\u0007b",
            Policy = new PolicyChoice { Name = "nobody's" },
            Baseline = Requests.Version("v1"),
            Source = "nowhere",
            IdempotencyKey = new string('k', 201),
            StartTime = new Timestamp { Seconds = -5 },
        };

        Assert.Equal(["application", "target", "policy.name", "canary.matchers", "source", "idempotency_key", "start_time", "by"], await Failures.FieldsOfAsync(analyzer.Analyses.StartAnalysisAsync(wrong, cancellationToken: Token)));
        StartAnalysisRequest same = AnalysisRequests.Start();
        same.Canary = same.Baseline;
        same.StartTime = Timestamp.FromDateTime(DateTime.UnixEpoch);
        Assert.Equal(["start_time", "canary"], await Failures.FieldsOfAsync(analyzer.Analyses.StartAnalysisAsync(same, cancellationToken: Token)));
        Assert.Empty((await analyzer.Analyses.ListAnalysesAsync(new(), cancellationToken: Token)).Analyses);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Override_EndsTheAnalysisOnce_ARepeatIsHarmless_AndAnotherIsToldWhoWasFirst(string store)
    {
        await using RunningAnalyzer analyzer = await StartAsync(store);
        string id = (await analyzer.Analyses.StartAnalysisAsync(AnalysisRequests.Start(), cancellationToken: Token)).Analysis.Id;
        OverrideAnalysisRequest request = new() { Id = id, Decision = VerdictOutcome.Rollback, By = "bob", Reason = "customers report\nbroken carts" };

        Analysis first = (await analyzer.Analyses.OverrideAnalysisAsync(request, cancellationToken: Token)).Analysis;
        Analysis again = (await analyzer.Analyses.OverrideAnalysisAsync(request, cancellationToken: Token)).Analysis;
        RpcException late = await Assert.ThrowsAsync<RpcException>(async () => await analyzer.Analyses.CancelAnalysisAsync(new() { Id = id, By = "zoe", Reason = "too late" }, cancellationToken: Token));

        Assert.Equal((AnalysisState.Ended, AnalysisEnding.Overridden, VerdictOutcome.Rollback, "bob", request.Reason), (first.State, first.Ending, first.Decision, first.EndedBy, first.Reason));
        Assert.Equal(first, again);
        Assert.Equal(StatusCode.FailedPrecondition, late.StatusCode);
        Assert.Contains("overridden by bob, rollback", late.Status.Detail, StringComparison.Ordinal);
        Assert.Equal(id, late.GetRpcStatus()!.GetDetail<PreconditionFailure>()!.Violations.Single().Subject);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Watch_FromAnyEventOn_GivesEachOnce_AndEndsWithTheAnalysis(string store)
    {
        await using RunningAnalyzer analyzer = await StartAsync(store);
        string id = (await analyzer.Analyses.StartAnalysisAsync(AnalysisRequests.Start(), cancellationToken: Token)).Analysis.Id;
        using AsyncServerStreamingCall<WatchAnalysisResponse> live = analyzer.Analyses.WatchAnalysis(new() { Id = id }, cancellationToken: Token);
        Assert.True(await live.ResponseStream.MoveNext(Token));
        Assert.Equal((1, AnalysisEventKind.Started, "ann"), (live.ResponseStream.Current.Event.Sequence, live.ResponseStream.Current.Event.Kind, live.ResponseStream.Current.Event.Actor));

        await analyzer.Analyses.CancelAnalysisAsync(new() { Id = id, By = "bob", Reason = "wrong build" }, cancellationToken: Token);

        Assert.True(await live.ResponseStream.MoveNext(Token));
        AnalysisEvent last = live.ResponseStream.Current.Event;
        Assert.Equal((2, AnalysisEventKind.Ended, AnalysisEnding.Cancelled, VerdictOutcome.Unspecified, "bob", "wrong build"), (last.Sequence, last.Kind, last.Ending, last.Outcome, last.Actor, last.Reason));
        Assert.False(await live.ResponseStream.MoveNext(Token));
        Assert.Equal([2], await SequencesAsync(analyzer, id, after: 1));
        Assert.Empty(await SequencesAsync(analyzer, id, after: 2));
        Assert.Equal(StatusCode.OutOfRange, (await Assert.ThrowsAsync<RpcException>(() => SequencesAsync(analyzer, id, after: 3))).StatusCode);
        Assert.Equal(StatusCode.InvalidArgument, (await Assert.ThrowsAsync<RpcException>(() => SequencesAsync(analyzer, id, after: -1))).StatusCode);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task AnalysisThatIsNotThere_IsNotFound_ByEveryCall(string store)
    {
        await using RunningAnalyzer analyzer = await StartAsync(store);
        Func<string, Task>[] calls =
        [
            async id => await analyzer.Analyses.GetAnalysisAsync(new() { Id = id }, cancellationToken: Token),
            id => SequencesAsync(analyzer, id, after: 0),
            async id => await analyzer.Analyses.CancelAnalysisAsync(new() { Id = id, By = "ann", Reason = "none" }, cancellationToken: Token),
            async id => await analyzer.Analyses.OverrideAnalysisAsync(new() { Id = id, By = "ann", Reason = "none", Decision = VerdictOutcome.Promote }, cancellationToken: Token),
        ];

        foreach (Func<string, Task> call in calls)
        {
            Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => call(AnalysisRequests.NoSuchId))).StatusCode);
            foreach (string id in (string[])["", "x", "' or 1=1 --", "\0", AnalysisRequests.NoSuchId.ToUpperInvariant(), new string('9', 100_000)])
                Assert.Equal(StatusCode.InvalidArgument, (await Assert.ThrowsAsync<RpcException>(() => call(id))).StatusCode);
        }
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task List_OverItsPages_GivesEveryMatchOnce_TheLatestFirst(string store)
    {
        await using RunningAnalyzer analyzer = await StartAsync(store);
        List<string> ids = [];
        for (int k = 0; k < 5; k++) ids.Add((await analyzer.Analyses.StartAnalysisAsync(AnalysisRequests.Start("target " + k), cancellationToken: Token)).Analysis.Id);

        ListAnalysesRequest request = new() { PageSize = 2, From = Timestamp.FromDateTime(DateTime.UnixEpoch), To = Timestamp.FromDateTime(DateTime.UtcNow.AddDays(1)) };
        List<string> found = [];
        do
        {
            ListAnalysesResponse page = await analyzer.Analyses.ListAnalysesAsync(request, cancellationToken: Token);
            Assert.InRange(page.Analyses.Count, 1, 2);
            found.AddRange(page.Analyses.Select(a => a.Id));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal(ids.OrderDescending(StringComparer.Ordinal), found);
        ListAnalysesRequest wrong = new() { Application = "\0", States = { AnalysisState.Unspecified, (AnalysisState)77 }, From = request.To, To = request.From, PageSize = 1001, PageToken = "' or 1=1" };
        Assert.Equal(["application", "states[0]", "states[1]", "to", "page_size", "page_token"], await Failures.FieldsOfAsync(analyzer.Analyses.ListAnalysesAsync(wrong, cancellationToken: Token)));
    }

    [Fact]
    public async Task Override_WithoutDecisionReasonAndName_IsRefused_AndChangesNothing()
    {
        await using RunningAnalyzer analyzer = await StartAsync(Databases.Sqlite);
        string id = (await analyzer.Analyses.StartAnalysisAsync(AnalysisRequests.Start(), cancellationToken: Token)).Analysis.Id;

        Assert.Equal(["decision", "reason", "by"], await Failures.FieldsOfAsync(analyzer.Analyses.OverrideAnalysisAsync(new() { Id = id }, cancellationToken: Token)));
        Assert.Equal(["decision"], await Failures.FieldsOfAsync(analyzer.Analyses.OverrideAnalysisAsync(new() { Id = id, Decision = VerdictOutcome.Pause, By = "ann", Reason = "unsure" }, cancellationToken: Token)));
        Assert.Equal(AnalysisState.Waiting, (await analyzer.Analyses.GetAnalysisAsync(new() { Id = id }, cancellationToken: Token)).Analysis.State);
    }

    [Fact]
    public async Task Stop_OfTheService_EndsAWatchAtOnce_AndSaysFromWhereToGoOn()
    {
        await using RunningAnalyzer analyzer = await StartAsync(Databases.Sqlite);
        string id = (await analyzer.Analyses.StartAnalysisAsync(AnalysisRequests.Start(), cancellationToken: Token)).Analysis.Id;
        using AsyncServerStreamingCall<WatchAnalysisResponse> live = analyzer.Analyses.WatchAnalysis(new() { Id = id }, cancellationToken: Token);
        Assert.True(await live.ResponseStream.MoveNext(Token));

        Task stopping = analyzer.StopAsync();
        RpcException ended = await Assert.ThrowsAsync<RpcException>(() => live.ResponseStream.MoveNext(Token));
        await stopping.WaitAsync(TimeSpan.FromSeconds(20), Token);

        Assert.Equal(StatusCode.Unavailable, ended.StatusCode);
        Assert.Contains("Watch again after 1", ended.Status.Detail, StringComparison.Ordinal);
    }

    private static async Task<List<int>> SequencesAsync(RunningAnalyzer analyzer, string id, int after)
    {
        using AsyncServerStreamingCall<WatchAnalysisResponse> call = analyzer.Analyses.WatchAnalysis(new() { Id = id, After = after }, cancellationToken: Token);
        return await call.ResponseStream.ReadAllAsync(Token).Select(r => r.Event.Sequence).ToListAsync(Token);
    }

    private async Task<RunningAnalyzer> StartAsync(string store) => await RunningAnalyzer.StartAsync(await databases.NewAsync(store), AnalysisRequests.Source);
}
