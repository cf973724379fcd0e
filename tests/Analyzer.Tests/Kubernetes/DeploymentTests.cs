using System.Text.Json.Nodes;
using CanaryJudge.Analyzer.Rollouts;
using CanaryJudge.Analyzer.Rollouts.Kubernetes;
using CanaryJudge.TestKit.Kubernetes;

namespace CanaryJudge.Analyzer.Tests.Kubernetes;

/// <summary>One Deployment, half-way from v1 to v2 and paused, on a real API server and with real controllers.</summary>
public sealed class DeploymentTests(Clusters clusters)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rollback_OfAPausedRollout_RestoresTheBaselineInOneStep()
    {
        await using Shop shop = await Shop.HalfWayAsync(clusters);
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.Deployment);
        IRollout rollout = shop.Rollout(kinds);
        RolloutObservation first = await Drive.LookAsync(rollout);
        Drive drive = new(rollout, RolloutVerb.Rollback);

        Assert.Equal(ActionEnding.Done, await drive.RunAsync(first));

        Assert.Equal(["template"], drive.Taken);
        JsonObject after = await shop.ReadAsync();
        Assert.Equal("registry.test/checkout:v1", Shop.Image(after));
        Assert.Null(after["spec"]!["paused"]);
        Assert.Equal(4, (int)after["status"]!["availableReplicas"]!);
        Assert.Equal(first.Baseline, (await Drive.LookAsync(rollout)).Revision);
    }

    [Fact]
    public async Task Promote_OfAPausedRollout_ResumesIt()
    {
        await using Shop shop = await Shop.HalfWayAsync(clusters);
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.Deployment);
        Drive drive = new(shop.Rollout(kinds), RolloutVerb.Promote);

        Assert.Equal(ActionEnding.Done, await drive.RunAsync());

        Assert.Equal(["resume"], drive.Taken);
        JsonObject after = await shop.ReadAsync();
        Assert.Equal("registry.test/checkout:v2", Shop.Image(after));
        Assert.Equal(4, (int)after["status"]!["updatedReplicas"]!);
    }

    [Fact]
    public async Task Hold_OfARunningRollout_PausesIt()
    {
        await using Shop shop = await Shop.HalfWayAsync(clusters);
        await shop.PatchAsync("""{"spec":{"paused":false,"replicas":8}}""");
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.Deployment);

        Assert.Equal(ActionEnding.Done, await new Drive(shop.Rollout(kinds), RolloutVerb.Hold).RunAsync());

        Assert.True((bool)(await shop.ReadAsync())["spec"]!["paused"]!);
    }

    [Fact]
    public async Task Rollback_WithANewerVersionSinceTheVerdict_TouchesNothing()
    {
        await using Shop shop = await Shop.HalfWayAsync(clusters);
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.Deployment);
        IRollout rollout = shop.Rollout(kinds);
        RolloutObservation judged = await Drive.LookAsync(rollout);
        await shop.SetImageAsync("v3");

        Assert.Equal(ActionEnding.Superseded, await new Drive(rollout, RolloutVerb.Rollback).RunAsync(judged));

        Assert.Equal("registry.test/checkout:v3", Shop.Image(await shop.ReadAsync()));
    }

    [Fact]
    public async Task Rollback_WithANewerVersionBetweenLookAndPatch_IsRefusedByTheServer()
    {
        await using Shop shop = await Shop.HalfWayAsync(clusters);
        await using FaultyApi api = await FaultyApi.StartAsync(shop.Server);
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.Deployment, api.Address);
        api.Before = call => call.Method == "PATCH" ? shop.SetImageAsync("v3") : Task.CompletedTask;
        Drive drive = new(shop.Rollout(kinds), RolloutVerb.Rollback);

        Assert.Equal(ActionEnding.Superseded, await drive.RunAsync());

        Assert.Equal(StepAnswer.PreconditionFailed, Assert.Single(drive.Steps).Answer);
        Assert.Equal("registry.test/checkout:v3", Shop.Image(await shop.ReadAsync()));
    }

    [Fact]
    public async Task Rollback_WhenSomethingElseOfItChangedMeanwhile_IsTaken()
    {
        await using Shop shop = await Shop.HalfWayAsync(clusters);
        await using FaultyApi api = await FaultyApi.StartAsync(shop.Server);
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.Deployment, api.Address);
        api.Before = call => call.Method == "PATCH" ? shop.PatchAsync("""{"metadata":{"labels":{"somebody":"was-here"}}}""") : Task.CompletedTask;
        Drive drive = new(shop.Rollout(kinds), RolloutVerb.Rollback);

        Assert.Equal(ActionEnding.Done, await drive.RunAsync());

        Assert.Single(drive.Steps);
    }

    [Fact]
    public async Task Rollback_WhoseAnswerIsLost_IsReadBackAndNotRepeated()
    {
        await using Shop shop = await Shop.HalfWayAsync(clusters);
        await using FaultyApi api = await FaultyApi.StartAsync(shop.Server);
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.Deployment, api.Address);
        api.On = call => call.Method == "PATCH" ? new FaultyApi.Fault(IsCutAfter: true) : FaultyApi.Fault.None;
        Drive drive = new(shop.Rollout(kinds), RolloutVerb.Rollback);

        Assert.Equal(ActionEnding.Done, await drive.RunAsync());

        Assert.Equal(StepAnswer.Unknown, Assert.Single(drive.Steps).Answer);
        Assert.Single(api.Changes);
    }

    [Theory]
    [InlineData(409, nameof(StepAnswer.PreconditionFailed))]
    [InlineData(429, nameof(StepAnswer.Unknown))]
    [InlineData(500, nameof(StepAnswer.Unknown))]
    [InlineData(503, nameof(StepAnswer.Unknown))]
    [InlineData(504, nameof(StepAnswer.Unknown))]
    public async Task Rollback_AnsweredOnceByTrouble_IsSentAgainAfterALook(int status, string answer)
    {
        await using Shop shop = await Shop.HalfWayAsync(clusters);
        await using FaultyApi api = await FaultyApi.StartAsync(shop.Server);
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.Deployment, api.Address);
        int patches = 0;
        api.On = call => call.Method == "PATCH" && Interlocked.Increment(ref patches) == 1 ? new FaultyApi.Fault(status) : FaultyApi.Fault.None;
        Drive drive = new(shop.Rollout(kinds), RolloutVerb.Rollback);

        Assert.Equal(ActionEnding.Done, await drive.RunAsync());

        Assert.Equal([answer, nameof(StepAnswer.Applied)], drive.Steps.Select(step => step.Answer!.Value.ToString()));
    }

    [Fact]
    public async Task AServerThatAsksForTime_IsTakenAtItsWord()
    {
        await using Shop shop = await Shop.HalfWayAsync(clusters);
        await using FaultyApi api = await FaultyApi.StartAsync(shop.Server);
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.Deployment, api.Address);
        api.On = call => call.Method == "PATCH" ? new FaultyApi.Fault(429, RetryAfterSeconds: 7) : FaultyApi.Fault.None;
        IRollout rollout = shop.Rollout(kinds);
        RolloutObservation now = await Drive.LookAsync(rollout);
        NextMove.Send send = Assert.IsType<NextMove.Send>(rollout.Next(now, new Drive(rollout, RolloutVerb.Rollback).ActionOn(now)));

        StepOutcome outcome = await rollout.SendAsync(send.Step, Cancel);

        Assert.Equal((StepAnswer.Unknown, TimeSpan.FromSeconds(7)), (outcome.Answer, outcome.RetryAfter));
    }

    [Fact]
    public async Task Rollback_CutBeforeTheServerHasIt_IsSentAgain()
    {
        await using Shop shop = await Shop.HalfWayAsync(clusters);
        await using FaultyApi api = await FaultyApi.StartAsync(shop.Server);
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.Deployment, api.Address);
        int calls = 0;
        api.On = _ => Interlocked.Increment(ref calls) is 3 or 5 ? new FaultyApi.Fault(IsCutBefore: true) : FaultyApi.Fault.None;
        Drive drive = new(shop.Rollout(kinds), RolloutVerb.Rollback);

        Assert.Equal(ActionEnding.Done, await drive.RunAsync(await Drive.LookAsync(shop.Rollout(kinds))));

        Assert.Equal("registry.test/checkout:v1", Shop.Image(await shop.ReadAsync()));
    }

    [Fact]
    public async Task Rollback_WithoutTheRight_SaysWhichOneIsMissing()
    {
        await using Shop shop = await Shop.HalfWayAsync(clusters);
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.Deployment, without: "patch deployments");
        Drive drive = new(shop.Rollout(kinds), RolloutVerb.Rollback);

        Assert.Equal(ActionEnding.Failed, await drive.RunAsync());

        Assert.Equal(StepAnswer.Forbidden, Assert.Single(drive.Steps).Answer);
        Assert.Contains($"The right to patch apps/deployments {shop.Home}/checkout is missing", drive.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Observe_WithoutTheRight_SaysWhichOneIsMissing()
    {
        await using Shop shop = await Shop.HalfWayAsync(clusters);
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.Deployment, without: "list replicasets");

        RolloutReading reading = await shop.Rollout(kinds).ObserveAsync(Cancel);

        Assert.Equal(RolloutProblemKind.Forbidden, reading.Problem!.Kind);
        Assert.Contains("list apps/replicasets", reading.Problem.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("  annotations: {argocd.argoproj.io/tracking-id: 'shop:apps/Deployment:shop/checkout'}", "Argo CD")]
    [InlineData("  labels: {kustomize.toolkit.fluxcd.io/name: shop, kustomize.toolkit.fluxcd.io/namespace: flux-system}", "Flux (Kustomization flux-system/shop)")]
    [InlineData("  labels: {helm.toolkit.fluxcd.io/name: checkout, helm.toolkit.fluxcd.io/namespace: shop}", "Flux (HelmRelease shop/checkout)")]
    public async Task Rollback_OfATemplateThatGitOwns_IsRefusedWithTheRevertToMake(string metadata, string owner)
    {
        await using Shop shop = await Shop.HalfWayAsync(clusters, metadata);
        await using FaultyApi api = await FaultyApi.StartAsync(shop.Server);
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.Deployment, api.Address);
        Drive drive = new(shop.Rollout(kinds), RolloutVerb.Rollback);

        Assert.Equal(ActionEnding.Refused, await drive.RunAsync());

        Assert.Contains(owner, drive.Words, StringComparison.Ordinal);
        Assert.Contains("app registry.test/checkout:v2; before it the template had app registry.test/checkout:v1", drive.Words, StringComparison.Ordinal);
        Assert.Empty(api.Changes);
    }

    [Fact]
    public async Task Rollback_OfADeploymentThatHelmInstalled_IsDone()
    {
        await using Shop shop = await Shop.HalfWayAsync(clusters, "  labels: {app.kubernetes.io/instance: shop, app.kubernetes.io/managed-by: Helm}");
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.Deployment);

        Assert.Equal(ActionEnding.Done, await new Drive(shop.Rollout(kinds), RolloutVerb.Rollback).RunAsync());
    }

    [Fact]
    public async Task Rollback_OfARolloutThatWasOverWhenFirstSeen_IsRefused()
    {
        await using Shop shop = await Shop.HalfWayAsync(clusters);
        await shop.PatchAsync("""{"spec":{"paused":false}}""");
        await shop.WaitAsync(d => (int?)d["status"]?["updatedReplicas"] == 4 && (int?)d["status"]?["replicas"] == 4);
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.Deployment);
        Drive drive = new(shop.Rollout(kinds), RolloutVerb.Rollback);

        Assert.Equal(ActionEnding.Refused, await drive.RunAsync());

        Assert.Contains("rollout undo --to-revision", drive.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Observe_OfADeploymentThatIsNotThere_SaysSo()
    {
        KubernetesServer server = await clusters.GetAsync();
        string home = await server.CreateNamespaceAsync(Cancel);
        using Kinds kinds = await Kinds.OfAsync(server, home, KubernetesRights.Deployment);

        RolloutReading reading = await kinds.Make(KubernetesRights.Deployment, $"Namespace={home}", "Name=checkout").ObserveAsync(Cancel);

        Assert.Equal(RolloutProblemKind.Missing, reading.Problem!.Kind);
        Assert.Equal($"There is no Deployment {home}/checkout.", reading.Problem.Message);
    }

    [Fact]
    public async Task Create_WithWrongSettings_NamesEveryFault()
    {
        KubernetesServer server = await clusters.GetAsync();
        using Kinds kinds = await Kinds.OfAsync(server, await server.CreateNamespaceAsync(Cancel), KubernetesRights.Deployment);
        List<string> faults = [];

        Assert.Null(kinds.TryMake(KubernetesRights.Deployment, faults, "Name=Check Out"));

        Assert.Equal(2, faults.Count);
        Assert.Contains("Settings:Namespace is missing", faults[0], StringComparison.Ordinal);
        Assert.Contains("Check Out", faults[1], StringComparison.Ordinal);
    }
}
