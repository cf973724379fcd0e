using System.Net;
using System.Net.Http.Json;
using CanaryJudge.Analyzer.Rollouts;
using CanaryJudge.Analyzer.Rollouts.Store;
using CanaryJudge.Analyzer.Grpc.Writing;
using CanaryJudge.Analyzer.Tests.Analyses;
using CanaryJudge.Analyzer.Tests.Grpc;
using CanaryJudge.Analyzer.Tests.SignIn;
using CanaryJudge.Contracts.V1;
using Grpc.Core;
using RolloutClient = CanaryJudge.Contracts.V1.RolloutService.RolloutServiceClient;
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.Analyzer.Tests.Rollouts;

/// <summary>RolloutService by gRPC and REST.</summary>
public sealed class RolloutCallTests(Databases databases)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Person_ListsActsWatchesAndSwitches()
    {
        await using ActingService service = await ActingService.StartAsync(await databases.NewAsync(Databases.Sqlite));
        RolloutClient client = new(service.Analyzer.Channel);

        ListTargetsResponse listed = await client.ListTargetsAsync(new() { Observe = true }, cancellationToken: Token);
        StartActionResponse dry = await client.StartActionAsync(Rollback(r => r.DryRun = true), cancellationToken: Token);
        StartActionResponse wanted = await client.StartActionAsync(Rollback(), cancellationToken: Token);
        List<Wire.RolloutAction> seen = await client.WatchAction(new() { Id = wanted.Action.Id }, cancellationToken: Token).ResponseStream.ReadAllAsync(Token).Select(r => r.Action).ToListAsync(Token);
        Wire.RolloutAction got = (await client.GetActionAsync(new() { Id = wanted.Action.Id }, cancellationToken: Token)).Action;
        ListActionsResponse actions = await client.ListActionsAsync(new() { Target = "SHOP/Checkout" }, cancellationToken: Token);
        Wire.RolloutSwitch set = (await client.SetSwitchAsync(new() { Target = ActingService.Target, State = RolloutSwitchState.Off, Reason = "enough", By = "ann" }, cancellationToken: Token)).Switch;

        Target target = Assert.Single(listed.Targets);
        Assert.Equal((ActingService.Target, "memory", Wire.RolloutMode.Act, "r1", 0.5), (target.Name, target.Kind, target.Mode, target.Observation.Revision, target.Observation.CanaryTraffic));
        Assert.Equal(("rollback", "set", "/memory", "r1"), (dry.DryRun.Step.Name, dry.DryRun.Step.Method, dry.DryRun.Step.PreconditionData["revision"] is "r1" ? "/memory" : "", dry.DryRun.Step.Body));
        Assert.Equal((RolloutActionState.Ended, RolloutActionEnding.Done, 2), (seen[^1].State, seen[^1].Ending, seen[^1].Steps.Count));
        Assert.Equal(seen[^1], got);
        Assert.Equal((got.Id, "ann", false), (Assert.Single(actions.Actions).Id, got.By, got.ByPolicy));
        Assert.Equal((RolloutSwitchState.Off, "ann", "enough"), (set.State, set.By, set.Reason));
    }

    [Fact]
    public async Task WrongCalls_AreRefusedWithTheRemedy()
    {
        await using ActingService service = await ActingService.StartAsync(await databases.NewAsync(Databases.Sqlite));
        RolloutClient client = new(service.Analyzer.Channel);

        Assert.Equal(["verb", "reason", "by"], await Failures.FieldsOfAsync(client.StartActionAsync(new() { Target = "x" }, cancellationToken: Token)));
        Assert.Equal(["again"], await Failures.FieldsOfAsync(client.StartActionAsync(Rollback(r => r.Again = true), cancellationToken: Token)));
        Assert.Equal(["state", "reason", "by"], await Failures.FieldsOfAsync(client.SetSwitchAsync(new(), cancellationToken: Token)));
        Assert.Contains("The service has: shop/checkout", await RefusedAsync(StatusCode.NotFound, client.StartActionAsync(Rollback(r => r.Target = "shop/cart"), cancellationToken: Token)), StringComparison.Ordinal);
        Assert.Contains("rolls out r1, not r7", await RefusedAsync(StatusCode.FailedPrecondition, client.StartActionAsync(Rollback(r => r.Revision = "r7"), cancellationToken: Token)), StringComparison.Ordinal);
        await RefusedAsync(StatusCode.NotFound, client.GetActionAsync(new() { Id = AnalysisRequests.NoSuchId }, cancellationToken: Token));
        service.Cluster.Looks = () => RolloutReading.Failed(RolloutProblemKind.Unreachable, "Nobody is there.", "Look.");
        Assert.Equal("Nobody is there. Look.", await RefusedAsync(StatusCode.Unavailable, client.StartActionAsync(Rollback(), cancellationToken: Token)));
    }

    [Fact]
    public async Task Rest_HasTheSameCalls()
    {
        await using ActingService service = await ActingService.StartAsync(await databases.NewAsync(Databases.Sqlite));
        HttpClient rest = service.Analyzer.Rest;

        string targets = await rest.GetStringAsync(new Uri("v1/targets?observe=true", UriKind.Relative), Token);
        using HttpResponseMessage started = await rest.PostAsJsonAsync("v1/actions", new { target = ActingService.Target, verb = "ROLLOUT_VERB_ROLLBACK", reason = "broken", by = "ann" }, Token);
        string id = System.Text.Json.JsonDocument.Parse(await started.Content.ReadAsStringAsync(Token)).RootElement.GetProperty("action").GetProperty("id").GetString()!;
        await service.EndOfAsync(id);
        using HttpResponseMessage stopped = await rest.PostAsJsonAsync($"v1/actions/{id}:stop", new { reason = "too late", by = "ann" }, Token);

        Assert.Contains("\"revision\":\"r1\"", targets, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.BadRequest), (started.StatusCode, stopped.StatusCode));
        Assert.Contains("ROLLOUT_ACTION_ENDING_DONE", await rest.GetStringAsync(new Uri($"v1/actions/{id}", UriKind.Relative), Token), StringComparison.Ordinal);
        Assert.Contains(id, await rest.GetStringAsync(new Uri($"v1/actions/{id}/changes", UriKind.Relative), Token), StringComparison.Ordinal);
        Assert.Contains(id, await rest.GetStringAsync(new Uri("v1/actions?target=shop/checkout&pageSize=1", UriKind.Relative), Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task JudgeRole_LooksAndStarts_ButActsOnNothing_AndTheRecordNamesWhoDoes()
    {
        await using TokenIssuer issuer = new();
        await using ActingService service = await ActingService.StartAsync(await databases.NewAsync(Databases.Sqlite), issuer.Settings);
        RolloutClient client = new(service.Analyzer.Channel);
        Metadata judge = new() { { "authorization", "Bearer " + issuer.Token("ci", ["judge"]) } }, act = new() { { "authorization", "Bearer " + issuer.Token("ann@shop", ["act"]) } };

        await client.ListTargetsAsync(new(), judge, cancellationToken: Token);
        Assert.Contains("act", await RefusedAsync(StatusCode.PermissionDenied, client.StartActionAsync(Rollback(r => r.By = ""), judge, cancellationToken: Token)), StringComparison.Ordinal);
        await RefusedAsync(StatusCode.PermissionDenied, client.StartActionAsync(Rollback(r => (r.By, r.DryRun) = ("", true)), judge, cancellationToken: Token));
        await RefusedAsync(StatusCode.PermissionDenied, client.SetSwitchAsync(new() { State = RolloutSwitchState.On, Reason = "now" }, judge, cancellationToken: Token));
        await RefusedAsync(StatusCode.PermissionDenied, client.StopActionAsync(new() { Id = AnalysisRequests.NoSuchId, Reason = "now" }, judge, cancellationToken: Token));
        await RefusedAsync(StatusCode.Unauthenticated, client.StartActionAsync(Rollback(r => r.By = ""), cancellationToken: Token));
        StartActionResponse done = await client.StartActionAsync(Rollback(r => r.By = ""), act, cancellationToken: Token);

        Assert.Equal("ann@shop", done.Action.By);
        Assert.Equal(0, (await client.ListActionsAsync(new(), judge, cancellationToken: Token)).Actions.Count(a => a.By == "ci"));
    }

    [Fact]
    public void Words_AllHaveTheirWordOnTheWire()
    {
        Assert.Equal(Enum.GetNames<ActionState>(), Enum.GetValues<ActionState>().Select(s => RolloutWriter.State(s).ToString()));
        Assert.Equal(Enum.GetNames<ActionEnding>(), Enum.GetValues<ActionEnding>().Select(s => RolloutWriter.Ending(s).ToString()));
        Assert.Equal(Enum.GetNames<StepAnswer>(), Enum.GetValues<StepAnswer>().Select(s => RolloutWriter.Answer(s).ToString()));
        Assert.Equal(Enum.GetNames<Analyzer.Rollouts.RolloutVerb>(), Enum.GetValues<Analyzer.Rollouts.RolloutVerb>().Select(s => RolloutWriter.Verb(s).ToString()));
        Assert.Equal(Enum.GetNames<SwitchState>(), Enum.GetValues<SwitchState>().Select(s => RolloutWriter.Write(new Analyzer.Rollouts.Store.RolloutSwitch("", s, "", "", 0)).State.ToString()));
        Assert.Equal(Enum.GetNames<Analyzer.Rollouts.RolloutMode>(), Enum.GetValues<Analyzer.Rollouts.RolloutMode>().Select(s => AnalysisWriter.Mode(s).ToString()));
    }

    private static StartActionRequest Rollback(Action<StartActionRequest>? change = null)
    {
        StartActionRequest request = new() { Target = ActingService.Target, Verb = Wire.RolloutVerb.Rollback, Reason = "broken", By = "ann" };
        change?.Invoke(request);
        return request;
    }

    private static async Task<string> RefusedAsync<T>(StatusCode status, AsyncUnaryCall<T> call)
    {
        RpcException refused = await Assert.ThrowsAsync<RpcException>(async () => await call);
        Assert.Equal(status, refused.StatusCode);
        return refused.Status.Detail;
    }
}
