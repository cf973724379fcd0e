using System.Diagnostics;
using CanaryJudge.Analyzer.Rollouts.Kubernetes;
using CanaryJudge.Analyzer.Tests.Grpc;
using CanaryJudge.Analyzer.Tests.Hosting;
using CanaryJudge.Contracts.V1;
using CanaryJudge.TestKit.Kubernetes;

namespace CanaryJudge.Analyzer.Tests.Kubernetes;

/// <summary>A decision about a target of each kind, carried out by the service as it runs, with the rights of the kind and no other.</summary>
public sealed class EngineTests(Clusters clusters)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Deployment_ThatIsRolledBack_HasTheBaselinesVersion()
    {
        await using Shop shop = await Shop.HalfWayAsync(clusters);

        Analysis ended = await DecideAsync(shop.Server, shop.Home, KubernetesRights.Deployment, VerdictOutcome.Rollback, "Name=checkout");

        Assert.Contains("The baseline is what is wanted, and all that is there", ended.Reason, StringComparison.Ordinal);
        Assert.Equal("registry.test/checkout:v1", Shop.Image(await shop.ReadAsync()));
    }

    [Theory]
    [InlineData(VerdictOutcome.Rollback, "registry.test/checkout:v1")]
    [InlineData(VerdictOutcome.Promote, "registry.test/checkout:v2")]
    public async Task CanaryDeployment_ThatIsDecided_HasNoTrafficAndNoReplicas(VerdictOutcome decision, string image)
    {
        await using CanaryShop shop = await CanaryShop.OpenAsync(clusters);

        await DecideAsync(shop.Server, shop.Home, KubernetesRights.CanaryDeployment, decision, "Baseline=checkout", "Canary=checkout-canary", "HttpRoutes:0=checkout", "BaselineService=checkout", "CanaryService=checkout-canary");

        Assert.Equal(0, (int)(await shop.ReadRouteAsync())["spec"]!["rules"]![0]!["backendRefs"]![1]!["weight"]!);
        Assert.Equal(0, (int)(await shop.ReadAsync("checkout-canary"))["spec"]!["replicas"]!);
        Assert.Equal(image, Shop.Image(await shop.ReadAsync("checkout")));
    }

    [Theory]
    [InlineData(VerdictOutcome.Rollback, "hash-v1", true)]
    [InlineData(VerdictOutcome.Promote, "hash-v2", false)]
    public async Task ArgoRollout_ThatIsDecided_IsAbortedOrStable(VerdictOutcome decision, string stable, bool isAborted)
    {
        await using ArgoShop shop = await ArgoShop.OpenAsync(clusters);

        await DecideAsync(shop.Server, shop.Home, KubernetesRights.ArgoRollout, decision, "Name=checkout");

        System.Text.Json.Nodes.JsonNode status = (await shop.ReadAsync())["status"]!;
        Assert.Equal((stable, isAborted), ((string?)status["stableRS"], (bool?)status["abort"] == true));
    }

    [Fact]
    public async Task Flagger_ThatIsRolledBack_HasFailed()
    {
        await using FlaggerShop shop = await FlaggerShop.OpenAsync(clusters);

        await DecideAsync(shop.Server, shop.Home, KubernetesRights.Flagger, VerdictOutcome.Rollback, "Name=checkout");

        Assert.Equal("Failed", (string?)(await shop.ReadAsync())["status"]!["phase"]);
    }

    /// <summary>A service that holds the sample policies and acts on one target. Its source never answers: nothing is decided but by a person.</summary>
    internal static async Task<RunningAnalyzer> StartAsync(KubernetesServer server, string home, string kind, string target, params string[] settings) => await RunningAnalyzer.StartAsync(
    [
        AnalysisRequests.Source, "--Policies:Directory=" + Checkout.Path("samples/policies"), "--Kubernetes:Address=" + server.Address, "--Kubernetes:AuthorityFile=" + server.AuthorityFile,
        "--Kubernetes:TokenFile=" + await server.CreateAccountFileAsync(home, Kinds.Rules(kind), Cancel), "--Rollouts:Poll=00:00:00.1",
        $"--Rollouts:Targets:{target}:Kind={kind}", $"--Rollouts:Targets:{target}:Mode=Act", $"--Rollouts:Targets:{target}:Settings:Namespace={home}",
        .. settings.Select(setting => $"--Rollouts:Targets:{target}:Settings:{setting}"),
    ]);

    /// <summary>A person decides an analysis; it is over when its action is.</summary>
    internal static async Task<Analysis> DecideAsync(RunningAnalyzer analyzer, string id, VerdictOutcome decision)
    {
        await analyzer.Analyses.OverrideAnalysisAsync(new() { Id = id, Decision = decision, By = "bob", Reason = "seen by hand" }, cancellationToken: Cancel);
        Analysis ended = await WaitForEndAsync(analyzer, id);
        Assert.True(ended.Ending == AnalysisEnding.Overridden && ended.Decision == decision, ended.ToString());
        return ended;
    }

    /// <summary>Waits until an analysis is over, two minutes at most.</summary>
    internal static async Task<Analysis> WaitForEndAsync(RunningAnalyzer analyzer, string id)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            Analysis now = (await analyzer.Analyses.GetAnalysisAsync(new() { Id = id }, cancellationToken: Cancel)).Analysis;
            if (now.State == AnalysisState.Ended) return now;
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromMinutes(2), now.ToString());
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Cancel);
        }
    }

    private static async Task<Analysis> DecideAsync(KubernetesServer server, string home, string kind, VerdictOutcome decision, params string[] settings)
    {
        await using RunningAnalyzer analyzer = await StartAsync(server, home, kind, "checkout", settings);
        string id = (await analyzer.Analyses.StartAnalysisAsync(AnalysisRequests.Start("checkout"), cancellationToken: Cancel)).Analysis.Id;
        return await DecideAsync(analyzer, id, decision);
    }
}
