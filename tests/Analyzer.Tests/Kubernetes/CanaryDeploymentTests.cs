using System.Text.Json.Nodes;
using CanaryJudge.Analyzer.Rollouts;
using CanaryJudge.Analyzer.Rollouts.Kubernetes;

namespace CanaryJudge.Analyzer.Tests.Kubernetes;

/// <summary>A canary Deployment beside that of the baseline, with routes between them, on a real API server.</summary>
public sealed class CanaryDeploymentTests(Clusters clusters)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rollback_WithSeveralRules_TakesTrafficBackThenTheReplicas()
    {
        await using CanaryShop shop = await CanaryShop.OpenAsync(clusters);
        await using FaultyApi api = await FaultyApi.StartAsync(shop.Server);
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.CanaryDeployment, api.Address);
        Drive drive = new(shop.Rollout(kinds), RolloutVerb.Rollback);

        Assert.Equal(ActionEnding.Done, await drive.RunAsync());

        Assert.Equal(["traffic httproutes/checkout", "scale"], drive.Taken);
        Assert.Equal([$"PATCH /{shop.HttpRoute}", $"PATCH /apis/apps/v1/namespaces/{shop.Home}/deployments/checkout-canary/scale"], api.Changes);
        JsonObject route = await shop.ReadRouteAsync();
        Assert.Equal("""[{"kind":"Service","name":"checkout","port":80,"weight":100},{"kind":"Service","name":"checkout-canary","port":80,"weight":0}]""", route["spec"]!["rules"]![0]!["backendRefs"]!.ToJsonString());
        Assert.Equal("""[{"kind":"Service","name":"checkout-canary","port":80,"weight":0},{"kind":"Service","name":"checkout","port":80,"weight":1}]""", route["spec"]!["rules"]![1]!["backendRefs"]!.ToJsonString());
        Assert.Equal("[]", route["spec"]!["rules"]![2]!["filters"]!.ToJsonString());
        Assert.Equal(0, (int?)(await shop.ReadAsync("checkout-canary"))["status"]!["replicas"] ?? 0);
        Assert.Equal("registry.test/checkout:v1", Shop.Image(await shop.ReadAsync("checkout")));
    }

    [Fact]
    public async Task Rollback_OfAVirtualService_TakesTrafficBackThenTheReplicas()
    {
        await using CanaryShop shop = await CanaryShop.OpenAsync(clusters, httpRules: null, mesh: """
            {"hosts":["checkout"],"http":[{"match":[{"headers":{"x-canary":{"exact":"yes"}}}],"route":[{"destination":{"host":"checkout-canary"}}]},
             {"route":[{"destination":{"host":"checkout"},"weight":90},{"destination":{"host":"checkout-canary"},"weight":10}],"mirror":{"host":"checkout-canary"}}]}
            """);
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.CanaryDeployment);
        IRollout rollout = shop.Rollout(kinds, "VirtualServices:0=checkout");
        RolloutObservation first = await Drive.LookAsync(rollout);
        Drive drive = new(rollout, RolloutVerb.Rollback);

        Assert.Equal(ActionEnding.Done, await drive.RunAsync(first));

        Assert.Equal(["traffic virtualservices/checkout", "scale"], drive.Taken);
        Assert.Equal((0.1, 0.0), (first.CanaryTraffic, (await Drive.LookAsync(rollout)).CanaryTraffic));
        JsonObject mesh = await shop.Server.Objects.GetAsync(shop.Mesh, Cancel);
        Assert.Null(mesh["spec"]!["http"]![1]!["mirror"]);
        Assert.Equal(100, (int)mesh["spec"]!["http"]![0]!["route"]![1]!["weight"]!);
    }

    [Fact]
    public async Task Rollback_WithoutRoutes_TakesTheReplicasAway()
    {
        await using CanaryShop shop = await CanaryShop.OpenAsync(clusters, httpRules: null);
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.CanaryDeployment);
        IRollout rollout = kinds.Make(KubernetesRights.CanaryDeployment, $"Namespace={shop.Home}", "Baseline=checkout", "Canary=checkout-canary");
        RolloutObservation first = await Drive.LookAsync(rollout);
        Drive drive = new(rollout, RolloutVerb.Rollback);

        Assert.Equal(ActionEnding.Done, await drive.RunAsync(first));

        Assert.Equal(0.4, first.CanaryTraffic);
        Assert.Equal(["scale"], drive.Taken);
    }

    [Fact]
    public async Task Rollback_NeedsNoRightToChangeWhatRuns()
    {
        await using CanaryShop shop = await CanaryShop.OpenAsync(clusters);
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.CanaryDeployment, without: "patch deployments");

        Assert.Equal(ActionEnding.Done, await new Drive(shop.Rollout(kinds), RolloutVerb.Rollback).RunAsync());
    }

    [Fact]
    public async Task Promote_GivesTheBaselineTheCanarysVersionThenTheTraffic()
    {
        await using CanaryShop shop = await CanaryShop.OpenAsync(clusters);
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.CanaryDeployment);
        Drive drive = new(shop.Rollout(kinds), RolloutVerb.Promote);

        Assert.Equal(ActionEnding.Done, await drive.RunAsync());

        Assert.Equal(["template", "traffic httproutes/checkout", "scale"], drive.Taken);
        JsonObject steady = await shop.ReadAsync("checkout");
        Assert.Equal("registry.test/checkout:v2", Shop.Image(steady));
        Assert.Equal("""{"app":"checkout","track":"stable","version":"v2"}""", steady["spec"]!["template"]!["metadata"]!["labels"]!.ToJsonString());
        Assert.Equal(3, (int)steady["status"]!["availableReplicas"]!);
    }

    [Fact]
    public async Task Promote_WithAnotherBaselineThanTheOneCompared_IsRefused()
    {
        await using CanaryShop shop = await CanaryShop.OpenAsync(clusters);
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.CanaryDeployment);
        IRollout rollout = shop.Rollout(kinds);
        RolloutObservation judged = await Drive.LookAsync(rollout);
        await shop.SetImageAsync("checkout", "v1.1");
        Drive drive = new(rollout, RolloutVerb.Promote);

        Assert.Equal(ActionEnding.Refused, await drive.RunAsync(judged));

        Assert.Equal("registry.test/checkout:v1.1", Shop.Image(await shop.ReadAsync("checkout")));
        Assert.Empty(drive.Steps);
    }

    [Fact]
    public async Task Rollback_WithANewerCanarySinceTheVerdict_TouchesNothing()
    {
        await using CanaryShop shop = await CanaryShop.OpenAsync(clusters);
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.CanaryDeployment);
        IRollout rollout = shop.Rollout(kinds);
        RolloutObservation judged = await Drive.LookAsync(rollout);
        await shop.SetImageAsync("checkout-canary", "v3");

        Assert.Equal(ActionEnding.Superseded, await new Drive(rollout, RolloutVerb.Rollback).RunAsync(judged));

        Assert.Equal(10, (int)(await shop.ReadRouteAsync())["spec"]!["rules"]![0]!["backendRefs"]![1]!["weight"]!);
        Assert.Equal(2, (int)(await shop.ReadAsync("checkout-canary"))["spec"]!["replicas"]!);
    }

    [Fact]
    public async Task Rollback_WithANewerCanaryBetweenLookAndScaling_LeavesItsReplicas()
    {
        await using CanaryShop shop = await CanaryShop.OpenAsync(clusters);
        await using FaultyApi api = await FaultyApi.StartAsync(shop.Server);
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.CanaryDeployment, api.Address);
        api.Before = call => call.Path.Value!.EndsWith("/scale", StringComparison.Ordinal) ? shop.SetImageAsync("checkout-canary", "v3") : Task.CompletedTask;
        Drive drive = new(shop.Rollout(kinds), RolloutVerb.Rollback);

        Assert.Equal(ActionEnding.Superseded, await drive.RunAsync());

        Assert.Equal(StepAnswer.PreconditionFailed, drive.Steps[^1].Answer);
        Assert.Equal(2, (int)(await shop.ReadAsync("checkout-canary"))["spec"]!["replicas"]!);
    }

    [Fact]
    public async Task Rollback_OfARouteThatChangedMeanwhile_StartsFromWhatIsThereNow()
    {
        await using CanaryShop shop = await CanaryShop.OpenAsync(clusters);
        await using FaultyApi api = await FaultyApi.StartAsync(shop.Server);
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.CanaryDeployment, api.Address);
        int changes = 0;
        api.Before = call => call.Method == "PATCH" && Interlocked.Increment(ref changes) == 1
            ? shop.PatchAsync(shop.HttpRoute, """{"spec":{"rules":[{"backendRefs":[{"name":"checkout","port":80,"weight":50},{"name":"checkout-canary","port":80,"weight":50}]}]}}""")
            : Task.CompletedTask;
        Drive drive = new(shop.Rollout(kinds), RolloutVerb.Rollback);

        Assert.Equal(ActionEnding.Done, await drive.RunAsync());

        Assert.Equal([StepAnswer.PreconditionFailed, StepAnswer.Applied, StepAnswer.Applied], drive.Steps.Select(step => step.Answer!.Value));
        JsonNode rules = (await shop.ReadRouteAsync())["spec"]!["rules"]!;
        Assert.Equal((100, 0), ((int)rules[0]!["backendRefs"]![0]!["weight"]!, (int)rules[0]!["backendRefs"]![1]!["weight"]!));
    }

    [Fact]
    public async Task Rollback_OfATrafficChangeWhoseAnswerIsLost_GoesOnWithoutRepeatingIt()
    {
        await using CanaryShop shop = await CanaryShop.OpenAsync(clusters);
        await using FaultyApi api = await FaultyApi.StartAsync(shop.Server);
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.CanaryDeployment, api.Address);
        api.On = call => call.Method == "PATCH" ? new FaultyApi.Fault(IsCutAfter: true) : FaultyApi.Fault.None;
        Drive drive = new(shop.Rollout(kinds), RolloutVerb.Rollback);

        Assert.Equal(ActionEnding.Done, await drive.RunAsync());

        Assert.Equal([("traffic httproutes/checkout", StepAnswer.Unknown), ("scale", StepAnswer.Unknown)], drive.Steps.Select(step => (step.Name, step.Answer!.Value)));
    }

    [Fact]
    public async Task Rollback_WhileTheGatewayHasNotTakenTheRoute_KeepsTheReplicas()
    {
        await using CanaryShop shop = await CanaryShop.OpenAsync(clusters);
        await SetAcceptedAsync(shop, 1);
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.CanaryDeployment);
        IRollout rollout = shop.Rollout(kinds);
        Drive drive = new(rollout, RolloutVerb.Rollback);
        Task<ActionEnding> run = drive.RunAsync();
        await shop.Server.Objects.WaitForAsync(shop.HttpRoute, route => (int?)route["metadata"]!["generation"] == 2, Cancel);

        NextMove move = rollout.Next(await Drive.LookAsync(rollout), drive.ActionOn(await Drive.LookAsync(rollout)));
        Assert.StartsWith("The gateway has not taken", Assert.IsType<NextMove.Wait>(move).For, StringComparison.Ordinal);
        Assert.Equal(2, (int)(await shop.ReadAsync("checkout-canary"))["spec"]!["replicas"]!);

        await SetAcceptedAsync(shop, 2);
        Assert.Equal(ActionEnding.Done, await run);
    }

    [Fact]
    public async Task Rollback_OfWeightsThatGitOwns_IsRefusedWithWhatToWrite()
    {
        await using CanaryShop shop = await CanaryShop.OpenAsync(clusters, routeMetadata: ""","annotations":{"argocd.argoproj.io/tracking-id":"shop:gateway.networking.k8s.io/HTTPRoute:shop/checkout"}""");
        await shop.Server.Objects.PatchAsync(shop.HttpRoute + "?fieldManager=argocd-controller", KubernetesObjectsMerge, """{"spec":{"rules":[{"backendRefs":[{"name":"checkout","port":80,"weight":90},{"name":"checkout-canary","port":80,"weight":10}]}]}}""", Cancel);
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.CanaryDeployment);
        Drive drive = new(shop.Rollout(kinds), RolloutVerb.Rollback);

        Assert.Equal(ActionEnding.Refused, await drive.RunAsync());

        Assert.Contains("cannot be changed here: Argo CD (shop:", drive.Words, StringComparison.Ordinal);
        Assert.Contains("checkout-canary 10 -> 0, checkout -> 100", drive.Words, StringComparison.Ordinal);
        Assert.Empty(drive.Steps);
    }

    [Theory]
    [InlineData(false)] // somebody else has written the weights since
    [InlineData(true)] // the tool is told to leave them alone
    public async Task Rollback_OfWeightsThatGitLeavesAlone_IsDone(bool steeringOutsideGit)
    {
        await using CanaryShop shop = await CanaryShop.OpenAsync(clusters, routeMetadata: ""","annotations":{"argocd.argoproj.io/tracking-id":"shop:gateway.networking.k8s.io/HTTPRoute:shop/checkout"}""");
        string manager = steeringOutsideGit ? "argocd-controller" : "pipeline";
        await shop.Server.Objects.PatchAsync($"{shop.HttpRoute}?fieldManager={manager}", KubernetesObjectsMerge, """{"spec":{"rules":[{"backendRefs":[{"name":"checkout","port":80,"weight":90},{"name":"checkout-canary","port":80,"weight":10}]}]}}""", Cancel);
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.CanaryDeployment, steeringOutsideGit: steeringOutsideGit);
        Drive drive = new(shop.Rollout(kinds), RolloutVerb.Rollback);

        Assert.Equal(ActionEnding.Done, await drive.RunAsync());
    }

    [Fact]
    public async Task Promote_OfATemplateThatGitOwns_IsRefusedWithWhatToWrite()
    {
        await using CanaryShop shop = await CanaryShop.OpenAsync(clusters, baselineMetadata: "  labels: {kustomize.toolkit.fluxcd.io/name: shop, kustomize.toolkit.fluxcd.io/namespace: flux-system}");
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.CanaryDeployment, steeringOutsideGit: true);
        Drive drive = new(shop.Rollout(kinds), RolloutVerb.Promote);

        Assert.Equal(ActionEnding.Refused, await drive.RunAsync());

        Assert.Contains("app registry.test/checkout:v1 -> app registry.test/checkout:v2", drive.Words, StringComparison.Ordinal);
        Assert.Equal("registry.test/checkout:v1", Shop.Image(await shop.ReadAsync("checkout")));
    }

    [Fact]
    public async Task Rollback_OfARouteThatCannotTakeTheChange_FailsWithTheServersWords()
    {
        // Sixteen backends are the most that a rule may have: the baseline does not fit in.
        string full = string.Join(",", Enumerable.Range(1, 15).Select(k => $$"""{"name":"other-{{k}}"}""").Append("""{"name":"checkout-canary"}"""));
        await using CanaryShop shop = await CanaryShop.OpenAsync(clusters, $$"""[{"backendRefs":[{{full}}]}]""");
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.CanaryDeployment);
        Drive drive = new(shop.Rollout(kinds), RolloutVerb.Rollback);

        Assert.Equal(ActionEnding.Failed, await drive.RunAsync());

        Assert.Equal(StepAnswer.Rejected, Assert.Single(drive.Steps).Answer);
        Assert.Contains("The server does not take it: 422", drive.Words, StringComparison.Ordinal);
        Assert.Equal(2, (int)(await shop.ReadAsync("checkout-canary"))["spec"]!["replicas"]!);
    }

    [Fact]
    public async Task Rollback_WithoutTheRightToScale_SaysSoAfterTheTrafficIsBack()
    {
        await using CanaryShop shop = await CanaryShop.OpenAsync(clusters);
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.CanaryDeployment, without: "patch deployments/scale");
        Drive drive = new(shop.Rollout(kinds), RolloutVerb.Rollback);

        Assert.Equal(ActionEnding.Failed, await drive.RunAsync());

        Assert.Equal(["traffic httproutes/checkout"], drive.Taken);
        Assert.Contains($"The right to patch apps/deployments/scale {shop.Home}/checkout-canary is missing", drive.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rollback_OfReplicasThatGitOwns_TakesTheTrafficBack_AndSaysWhatIsLeft()
    {
        await using CanaryShop shop = await CanaryShop.OpenAsync(clusters);
        string canary = TestKit.Kubernetes.KubernetesObjects.Deployment(shop.Home, "checkout-canary");
        await shop.PatchAsync(canary + "?fieldManager=kustomize-controller", """{"metadata":{"labels":{"kustomize.toolkit.fluxcd.io/name":"shop"}},"spec":{"replicas":3}}""");
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.CanaryDeployment);
        Drive drive = new(shop.Rollout(kinds), RolloutVerb.Rollback);

        Assert.Equal(ActionEnding.Refused, await drive.RunAsync());

        Assert.Equal(["traffic httproutes/checkout"], drive.Taken);
        Assert.Contains("No traffic leads to the canary any more. Set spec.replicas to 0 in Git", drive.Words, StringComparison.Ordinal);
        Assert.Equal(3, (int)(await shop.ReadAsync("checkout-canary"))["spec"]!["replicas"]!);
    }

    [Fact]
    public async Task Rollback_OfARouteThatAControllerOwns_IsRefused()
    {
        await using CanaryShop shop = await CanaryShop.OpenAsync(clusters, routeMetadata: ""","ownerReferences":[{"apiVersion":"flagger.app/v1beta1","kind":"Canary","name":"checkout","uid":"11aa","controller":true}]""");
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.CanaryDeployment);
        Drive drive = new(shop.Rollout(kinds), RolloutVerb.Rollback);

        Assert.Equal(ActionEnding.Refused, await drive.RunAsync());

        Assert.Contains("are written by Canary checkout", drive.Words, StringComparison.Ordinal);
        Assert.Empty(drive.Steps);
    }

    [Theory]
    [InlineData(nameof(RolloutVerb.Rollback))]
    [InlineData(nameof(RolloutVerb.Promote))]
    public async Task NoTraffic_IsSentToABaselineThatDoesNotServe(string verb)
    {
        await using CanaryShop shop = await CanaryShop.OpenAsync(clusters);
        await shop.PatchAsync(TestKit.Kubernetes.KubernetesObjects.Deployment(shop.Home, "checkout"), """{"spec":{"replicas":0}}""");
        await shop.Server.Objects.WaitForAsync(TestKit.Kubernetes.KubernetesObjects.Deployment(shop.Home, "checkout"), d => (int?)d["status"]?["replicas"] is null or 0, Cancel);
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.CanaryDeployment);
        IRollout rollout = shop.Rollout(kinds);
        RolloutObservation now = await Drive.LookAsync(rollout);

        NextMove move = rollout.Next(now, new Drive(rollout, Enum.Parse<RolloutVerb>(verb)).ActionOn(now));

        Assert.True(move is NextMove.Wait || move is NextMove.Send { Step.Name: "template" }, move.ToString());
    }

    private const string KubernetesObjectsMerge = TestKit.Kubernetes.KubernetesObjects.MergePatch;

    private static Task SetAcceptedAsync(CanaryShop shop, int generation) => shop.PatchAsync(
        shop.HttpRoute + "/status", $$$"""{"status":{"parents":[{"conditions":[{"type":"Accepted","status":"True","observedGeneration":{{{generation}}}}]}]}}""");
}
