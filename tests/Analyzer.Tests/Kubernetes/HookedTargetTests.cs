using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using CanaryJudge.Analyzer.Rollouts.Kubernetes;
using CanaryJudge.Analyzer.Tests.Hosting;
using CanaryJudge.Contracts.V1;

namespace CanaryJudge.Analyzer.Tests.Kubernetes;

/// <summary>A controller that asks for verdicts, and is a target under the same name: one analysis answers it and acts.</summary>
public sealed class HookedTargetTests(Clusters clusters)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ArgoRollouts_IsAnsweredAndAborted()
    {
        await using ArgoShop shop = await ArgoShop.OpenAsync(clusters);
        await using RunningAnalyzer analyzer = await EngineTests.StartAsync(shop.Server, shop.Home, KubernetesRights.ArgoRollout, $"{shop.Home}/rollouts/checkout", "Name=checkout");
        JsonObject question = new()
        {
            ["namespace"] = shop.Home, ["rollout"] = "checkout", ["canaryHash"] = "hash-v2", ["stableHash"] = "hash-v1", ["policy"] = "checkout", ["baseline"] = "version=v1", ["canary"] = "version=v2",
        };
        string id = (await AskArgoAsync(analyzer, question)).GetProperty("analysis").GetString()!;

        await EngineTests.DecideAsync(analyzer, id, VerdictOutcome.Rollback);

        Assert.Equal("ROLLBACK", (await AskArgoAsync(analyzer, question)).GetProperty("verdict").GetString());
        Assert.True((bool?)(await shop.ReadAsync())["status"]!["abort"]);
    }

    [Fact]
    public async Task Flagger_FindsItsGatesOpenWhileItsPromotionIsWaitedFor()
    {
        await using FlaggerShop shop = await FlaggerShop.OpenAsync(clusters);
        await using RunningAnalyzer analyzer = await EngineTests.StartAsync(shop.Server, shop.Home, KubernetesRights.Flagger, $"{shop.Home}/canaries/checkout", "Name=checkout");
        Assert.Equal(403, await AskFlaggerAsync(analyzer, shop.Home, "confirm-promotion"));
        string id = Assert.Single((await analyzer.Analyses.ListAnalysesAsync(new(), cancellationToken: Cancel)).Analyses).Id;
        await analyzer.Analyses.OverrideAnalysisAsync(new() { Id = id, Decision = VerdictOutcome.Promote, By = "bob", Reason = "seen by hand" }, cancellationToken: Cancel);

        Assert.Equal(AnalysisState.Promoting, (await analyzer.Analyses.GetAnalysisAsync(new() { Id = id }, cancellationToken: Cancel)).Analysis.State);
        Assert.Equal((200, 403), (await AskFlaggerAsync(analyzer, shop.Home, "confirm-promotion"), await AskFlaggerAsync(analyzer, shop.Home, "rollback")));
        await shop.PatchAsync("/status", """{"status":{"phase":"Succeeded","lastPromotedSpec":"spec-v2","canaryWeight":0}}""");

        Assert.Equal(VerdictOutcome.Promote, (await EngineTests.WaitForEndAsync(analyzer, id)).Decision);
    }

    private static async Task<JsonElement> AskArgoAsync(RunningAnalyzer analyzer, JsonObject question)
    {
        using HttpResponseMessage answer = await analyzer.Rest.PostAsJsonAsync("/hooks/argo-rollouts", question, Cancel);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
    }

    private static async Task<int> AskFlaggerAsync(RunningAnalyzer analyzer, string home, string gate)
    {
        JsonObject question = new()
        {
            ["name"] = "checkout", ["namespace"] = home, ["phase"] = "WaitingPromotion", ["checksum"] = "5d8f7c",
            ["metadata"] = new JsonObject { ["policy"] = "checkout", ["baseline"] = "version=v1", ["canary"] = "version=v2" },
        };
        using HttpResponseMessage answer = await analyzer.Rest.PostAsJsonAsync("/hooks/flagger/" + gate, question, Cancel);
        return (int)answer.StatusCode;
    }
}
