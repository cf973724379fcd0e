using System.Text.Json.Nodes;
using CanaryJudge.Analyzer.Rollouts;
using CanaryJudge.Analyzer.Rollouts.Kubernetes;

namespace CanaryJudge.Analyzer.Tests.Kubernetes;

/// <summary>Rollouts of Argo Rollouts on a real API server; its controller is played by the test.</summary>
public sealed class ArgoRolloutTests(Clusters clusters)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Rollback_AbortsAndSeesTheTrafficReturn(bool hasRouter)
    {
        await using ArgoShop shop = await ArgoShop.OpenAsync(clusters, hasRouter);
        await using FaultyApi api = await FaultyApi.StartAsync(shop.Server);
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.ArgoRollout, api.Address);
        IRollout rollout = shop.Rollout(kinds);
        RolloutObservation first = await Drive.LookAsync(rollout);
        Drive drive = new(rollout, RolloutVerb.Rollback);

        Assert.Equal(ActionEnding.Done, await drive.RunAsync(first));

        Assert.Equal([$"PATCH /{shop.Path}/status"], api.Changes);
        Assert.Equal((hasRouter ? 0.1 : 0.2, 0.0), (first.CanaryTraffic, (await Drive.LookAsync(rollout)).CanaryTraffic));
        Assert.True((bool)(await shop.ReadAsync())["status"]!["abort"]!);
    }

    [Fact]
    public async Task Rollback_OfARolloutThatIsPaused_AbortsFirstAndThenEndsThePause()
    {
        await using ArgoShop shop = await ArgoShop.OpenAsync(clusters, hasRouter: false, spec: ",\"paused\":true");
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.ArgoRollout);
        Drive drive = new(shop.Rollout(kinds), RolloutVerb.Rollback);

        Assert.Equal(ActionEnding.Done, await drive.RunAsync());

        Assert.Equal(["abort", "unpause"], drive.Taken);
        Assert.Equal(0, (int)(await shop.ReadAsync())["status"]!["updatedReplicas"]!);
    }

    [Fact]
    public async Task Rollback_OfAVersionThatIsStable_IsNeverAnAbort()
    {
        await using ArgoShop shop = await ArgoShop.OpenAsync(clusters, status: ",\"stableRS\":\"hash-v2\"");
        await using FaultyApi api = await FaultyApi.StartAsync(shop.Server);
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.ArgoRollout, api.Address);
        Drive drive = new(shop.Rollout(kinds), RolloutVerb.Rollback);

        Assert.Equal(ActionEnding.Refused, await drive.RunAsync());

        Assert.Empty(api.Changes);
    }

    [Fact]
    public async Task Rollback_OfAVersionThatBecomesStableBetweenLookAndAbort_IsRefusedByTheServer()
    {
        await using ArgoShop shop = await ArgoShop.OpenAsync(clusters);
        await using FaultyApi api = await FaultyApi.StartAsync(shop.Server);
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.ArgoRollout, api.Address);
        api.Before = call => call.Method == "PATCH" ? shop.PatchAsync("/status", """{"status":{"stableRS":"hash-v2"}}""") : Task.CompletedTask;
        Drive drive = new(shop.Rollout(kinds), RolloutVerb.Rollback);

        Assert.Equal(ActionEnding.Refused, await drive.RunAsync());

        Assert.Equal(StepAnswer.PreconditionFailed, Assert.Single(drive.Steps).Answer);
        Assert.Null((await shop.ReadAsync())["status"]!["abort"]);
    }

    [Fact]
    public async Task Rollback_WithANewerVersionSinceTheVerdict_TouchesNothing()
    {
        await using ArgoShop shop = await ArgoShop.OpenAsync(clusters);
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.ArgoRollout);
        IRollout rollout = shop.Rollout(kinds);
        RolloutObservation judged = await Drive.LookAsync(rollout);
        await shop.SetImageAsync("v3");

        Assert.Equal(ActionEnding.Superseded, await new Drive(rollout, RolloutVerb.Rollback).RunAsync(judged));

        Assert.Null((await shop.ReadAsync())["status"]!["abort"]);
    }

    [Fact]
    public async Task Rollback_WithANewerVersionThatTheControllerHasNotSeen_IsRefusedByTheServer()
    {
        await using ArgoShop shop = await ArgoShop.OpenAsync(clusters);
        await using FaultyApi api = await FaultyApi.StartAsync(shop.Server);
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.ArgoRollout, api.Address);
        api.Before = call => call.Method == "PATCH" ? shop.PatchAsync("", """{"spec":{"template":{"spec":{"containers":[{"name":"app","image":"registry.test/checkout:v3"}]}}}}""") : Task.CompletedTask;
        Drive drive = new(shop.Rollout(kinds), RolloutVerb.Rollback);

        Assert.Equal(ActionEnding.Superseded, await drive.RunAsync());

        Assert.Equal(StepAnswer.PreconditionFailed, Assert.Single(drive.Steps).Answer);
        Assert.Null((await shop.ReadAsync())["status"]!["abort"]);
    }

    [Fact]
    public async Task Rollback_WhoseAnswerIsLost_IsReadBackAndNotRepeated()
    {
        await using ArgoShop shop = await ArgoShop.OpenAsync(clusters);
        await using FaultyApi api = await FaultyApi.StartAsync(shop.Server);
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.ArgoRollout, api.Address);
        api.On = call => call.Method == "PATCH" ? new FaultyApi.Fault(IsCutAfter: true) : FaultyApi.Fault.None;
        Drive drive = new(shop.Rollout(kinds), RolloutVerb.Rollback);

        Assert.Equal(ActionEnding.Done, await drive.RunAsync());

        Assert.Equal(StepAnswer.Unknown, Assert.Single(drive.Steps).Answer);
    }

    [Fact]
    public async Task Rollback_OfARolloutThatGitOwns_IsDone()
    {
        await using ArgoShop shop = await ArgoShop.OpenAsync(clusters, metadata: ""","annotations":{"argocd.argoproj.io/tracking-id":"shop:argoproj.io/Rollout:shop/checkout"}""");
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.ArgoRollout);
        Drive drive = new(shop.Rollout(kinds), RolloutVerb.Rollback);

        Assert.Equal(ActionEnding.Done, await drive.RunAsync());

        Assert.Contains("Its template names that version until it is reverted", drive.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rollback_WithoutTheRight_SaysWhichOneIsMissing()
    {
        await using ArgoShop shop = await ArgoShop.OpenAsync(clusters);
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.ArgoRollout, without: "patch rollouts/status");
        Drive drive = new(shop.Rollout(kinds), RolloutVerb.Rollback);

        Assert.Equal(ActionEnding.Failed, await drive.RunAsync());

        Assert.Contains($"The right to patch argoproj.io/rollouts/status {shop.Home}/checkout is missing", drive.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Promote_Fully_MakesTheVersionStable()
    {
        await using ArgoShop shop = await ArgoShop.OpenAsync(clusters);
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.ArgoRollout);
        Drive drive = new(shop.Rollout(kinds), RolloutVerb.Promote);

        Assert.Equal(ActionEnding.Done, await drive.RunAsync());

        Assert.Equal(["promote"], drive.Taken);
        Assert.Equal("hash-v2", (string?)(await shop.ReadAsync())["status"]!["stableRS"]);
    }

    [Theory]
    [InlineData("CanaryPauseStep", 2)]
    [InlineData("InconclusiveAnalysisRun", 2)]
    public async Task Promote_ByAStep_EndsThePause(string reason, int step)
    {
        await using ArgoShop shop = await ArgoShop.OpenAsync(clusters, status: ",\"pauseConditions\":[{\"reason\":\"" + reason + "\",\"startTime\":\"2026-01-01T00:00:00Z\"}]");
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.ArgoRollout);
        Drive drive = new(shop.Rollout(kinds, "Promote=Step"), RolloutVerb.Promote);

        Assert.Equal(ActionEnding.Done, await drive.RunAsync());

        JsonObject after = await shop.Server.Objects.WaitForAsync(shop.Path, rollout => (int)rollout["status"]!["currentStepIndex"]! == step, Cancel);
        Assert.Equal("hash-v1", (string?)after["status"]!["stableRS"]);
    }

    [Theory]
    [InlineData("Full", "hash-v2")]
    [InlineData("Step", "hash-v1")]
    public async Task Promote_OfARolloutThatIsHeld_EndsTheHold(string promote, string stable)
    {
        await using ArgoShop shop = await ArgoShop.OpenAsync(clusters, spec: ",\"paused\":true");
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.ArgoRollout);
        Drive drive = new(shop.Rollout(kinds, "Promote=" + promote), RolloutVerb.Promote);

        Assert.Equal(ActionEnding.Done, await drive.RunAsync());

        Assert.Equal(["promote", "unpause"], drive.Taken);
        JsonObject after = await shop.ReadAsync();
        Assert.Equal((false, stable), ((bool)after["spec"]!["paused"]!, (string?)after["status"]!["stableRS"]));
    }

    [Fact]
    public async Task Rollback_OfARolloutThatSomebodyTookBack_IsDoneWithoutAStep()
    {
        await using ArgoShop shop = await ArgoShop.OpenAsync(clusters);
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.ArgoRollout);
        IRollout rollout = shop.Rollout(kinds);
        RolloutObservation judged = await Drive.LookAsync(rollout);
        await shop.SetImageAsync("v1");
        Drive rollback = new(rollout, RolloutVerb.Rollback), promote = new(rollout, RolloutVerb.Promote);

        Assert.Equal(ActionEnding.Done, await rollback.RunAsync(judged));
        Assert.Equal(ActionEnding.Refused, await promote.RunAsync(judged));

        Assert.Empty(rollback.Steps);
    }

    [Fact]
    public async Task Promote_OfAnAbortedRollout_IsRefused()
    {
        await using ArgoShop shop = await ArgoShop.OpenAsync(clusters, status: ",\"abort\":true");
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.ArgoRollout);

        Assert.Equal(ActionEnding.Refused, await new Drive(shop.Rollout(kinds), RolloutVerb.Promote).RunAsync());
    }

    [Fact]
    public async Task Hold_PausesIt()
    {
        await using ArgoShop shop = await ArgoShop.OpenAsync(clusters);
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.ArgoRollout);

        Assert.Equal(ActionEnding.Done, await new Drive(shop.Rollout(kinds), RolloutVerb.Hold).RunAsync());

        Assert.True((bool)(await shop.ReadAsync())["spec"]!["paused"]!);
    }
}
