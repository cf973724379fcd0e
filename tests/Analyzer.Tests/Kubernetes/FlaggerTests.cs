using System.Text.Json.Nodes;
using CanaryJudge.Analyzer.Rollouts;
using CanaryJudge.Analyzer.Rollouts.Kubernetes;

namespace CanaryJudge.Analyzer.Tests.Kubernetes;

/// <summary>Canaries of Flagger on a real API server; its controller is played by the test.</summary>
public sealed class FlaggerTests(Clusters clusters)
{
    [Theory]
    [InlineData("Progressing")]
    [InlineData("WaitingPromotion")]
    public async Task Rollback_FailsTheChecksAndSeesTheCanaryFail(string phase)
    {
        await using FlaggerShop shop = await FlaggerShop.OpenAsync(clusters, phase);
        await using FaultyApi api = await FaultyApi.StartAsync(shop.Server);
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.Flagger, api.Address);
        Drive drive = new(shop.Rollout(kinds), RolloutVerb.Rollback);

        Assert.Equal(ActionEnding.Done, await drive.RunAsync());

        Assert.Equal([$"PATCH /{shop.Path}/status"], api.Changes);
        JsonObject after = await shop.ReadAsync();
        Assert.Equal(("Failed", 0), ((string?)after["status"]!["phase"], (int)after["status"]!["canaryWeight"]!));
    }

    [Fact]
    public async Task Rollback_OfASuspendedCanary_FailsItsChecksAndThenResumesIt()
    {
        await using FlaggerShop shop = await FlaggerShop.OpenAsync(clusters, spec: ",\"suspend\":true");
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.Flagger);
        Drive drive = new(shop.Rollout(kinds), RolloutVerb.Rollback);

        Assert.Equal(ActionEnding.Done, await drive.RunAsync());

        Assert.Equal(["fail", "resume"], drive.Taken);
    }

    [Theory]
    [InlineData("Succeeded")]
    [InlineData("Initialized")]
    [InlineData("Waiting")]
    [InlineData("Terminating")]
    public async Task Rollback_InAPhaseWithNothingToRollBack_IsRefused(string phase)
    {
        await using FlaggerShop shop = await FlaggerShop.OpenAsync(clusters, phase, weight: 0);
        await using FaultyApi api = await FaultyApi.StartAsync(shop.Server);
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.Flagger, api.Address);

        Assert.Equal(ActionEnding.Refused, await new Drive(shop.Rollout(kinds), RolloutVerb.Rollback).RunAsync());

        Assert.Empty(api.Changes);
    }

    [Fact]
    public async Task Rollback_WithANewerVersionBetweenLookAndPatch_IsRefusedByTheServer()
    {
        await using FlaggerShop shop = await FlaggerShop.OpenAsync(clusters);
        await using FaultyApi api = await FaultyApi.StartAsync(shop.Server);
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.Flagger, api.Address);
        api.Before = call => call.Method == "PATCH" ? shop.PatchAsync("/status", """{"status":{"lastAppliedSpec":"spec-v3","canaryWeight":0,"failedChecks":0}}""") : Task.CompletedTask;
        Drive drive = new(shop.Rollout(kinds), RolloutVerb.Rollback);

        Assert.Equal(ActionEnding.Superseded, await drive.RunAsync());

        Assert.Equal(StepAnswer.PreconditionFailed, Assert.Single(drive.Steps).Answer);
        Assert.Equal(0, (int)(await shop.ReadAsync())["status"]!["failedChecks"]!);
    }

    [Fact]
    public async Task Rollback_WhoseAnswerIsLost_IsReadBackAndNotRepeated()
    {
        await using FlaggerShop shop = await FlaggerShop.OpenAsync(clusters);
        await using FaultyApi api = await FaultyApi.StartAsync(shop.Server);
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.Flagger, api.Address);
        api.On = call => call.Method == "PATCH" ? new FaultyApi.Fault(IsCutAfter: true) : FaultyApi.Fault.None;
        Drive drive = new(shop.Rollout(kinds), RolloutVerb.Rollback);

        Assert.Equal(ActionEnding.Done, await drive.RunAsync());

        Assert.Single(drive.Steps);
    }

    [Fact]
    public async Task Rollback_WithoutTheRight_SaysWhichOneIsMissing()
    {
        await using FlaggerShop shop = await FlaggerShop.OpenAsync(clusters);
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.Flagger, without: "patch canaries/status");
        Drive drive = new(shop.Rollout(kinds), RolloutVerb.Rollback);

        Assert.Equal(ActionEnding.Failed, await drive.RunAsync());

        Assert.Contains($"The right to patch flagger.app/canaries/status {shop.Home}/checkout is missing", drive.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Revision_WithOtherTrackedConfigs_IsAnotherOne()
    {
        await using FlaggerShop shop = await FlaggerShop.OpenAsync(clusters);
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.Flagger);
        RolloutObservation before = await Drive.LookAsync(shop.Rollout(kinds));

        await shop.PatchAsync("/status", """{"status":{"trackedConfigs":{"configmap/settings":"bb22"}}}""");

        Assert.NotEqual(before.Revision, (await Drive.LookAsync(shop.Rollout(kinds))).Revision);
    }

    [Fact]
    public async Task Promote_WaitsForTheGates()
    {
        await using FlaggerShop shop = await FlaggerShop.OpenAsync(clusters);
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.Flagger);
        IRollout rollout = shop.Rollout(kinds);
        RolloutObservation now = await Drive.LookAsync(rollout);
        RolloutAction action = new Drive(rollout, RolloutVerb.Promote).ActionOn(now);

        Assert.IsType<NextMove.Wait>(rollout.Next(now, action));

        await shop.PatchAsync("/status", """{"status":{"phase":"Succeeded","lastPromotedSpec":"spec-v2","canaryWeight":0}}""");
        Assert.IsType<NextMove.Done>(rollout.Next(await Drive.LookAsync(rollout), action));
    }

    [Fact]
    public async Task Hold_SuspendsIt()
    {
        await using FlaggerShop shop = await FlaggerShop.OpenAsync(clusters);
        using Kinds kinds = await Kinds.OfAsync(shop.Server, shop.Home, KubernetesRights.Flagger);

        Assert.Equal(ActionEnding.Done, await new Drive(shop.Rollout(kinds), RolloutVerb.Hold).RunAsync());

        Assert.True((bool)(await shop.ReadAsync())["spec"]!["suspend"]!);
    }
}
