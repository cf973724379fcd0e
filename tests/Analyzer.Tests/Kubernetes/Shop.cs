using System.Text.Json.Nodes;
using CanaryJudge.Analyzer.Rollouts;
using CanaryJudge.Analyzer.Rollouts.Kubernetes;
using CanaryJudge.TestKit.Kubernetes;

namespace CanaryJudge.Analyzer.Tests.Kubernetes;

/// <summary>A namespace with the Deployment checkout, whose pods start by themselves.</summary>
internal sealed class Shop : IAsyncDisposable
{
    private readonly PodStarter _pods;

    private Shop(KubernetesServer server, string home) => (Server, Home, _pods) = (server, home, server.KeepPodsReady(home));

    public KubernetesServer Server { get; }

    public string Home { get; }

    private string Path => KubernetesObjects.Deployment(Home, "checkout");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Four replicas of v1, and one of v2 beside them; the rollout is paused.</summary>
    public static async Task<Shop> HalfWayAsync(Clusters clusters, string metadata = "")
    {
        KubernetesServer server = await clusters.GetAsync();
        Shop shop = new(server, await server.CreateNamespaceAsync(Cancel));
        await server.Objects.CreateAsync($"apis/apps/v1/namespaces/{shop.Home}/deployments", Manifests.Deployment("checkout", "v1", replicas: 4, metadata: metadata), Cancel);
        await shop.WaitAsync(d => (int?)d["status"]?["availableReplicas"] == 4);
        // With maxSurge 1 and maxUnavailable 0 one new pod is made, and until it is ready the rollout stays there.
        await shop._pods.PauseAsync();
        await shop.SetImageAsync("v2");
        await shop.WaitAsync(d => (int?)d["status"]?["updatedReplicas"] == 1);
        await shop.PatchAsync("""{"spec":{"paused":true}}""");
        await shop.WaitAsync(d => (long?)d["status"]?["observedGeneration"] == (long?)d["metadata"]?["generation"]);
        shop._pods.Resume();
        await shop.WaitAsync(d => (int?)d["status"]?["availableReplicas"] == 5);
        return shop;
    }

    public IRollout Rollout(Kinds kinds) => kinds.Make(KubernetesRights.Deployment, $"Namespace={Home}", "Name=checkout");

    public Task<JsonObject> ReadAsync() => Server.Objects.GetAsync(Path, Cancel);

    public Task WaitAsync(Func<JsonObject, bool> isAsWanted) => Server.Objects.WaitForAsync(Path, isAsWanted, Cancel);

    public Task PatchAsync(string merge) => Server.Objects.PatchAsync(Path, KubernetesObjects.MergePatch, merge, Cancel);

    public Task SetImageAsync(string version) =>
        Server.Objects.PatchAsync(Path, KubernetesObjects.JsonPatch, $$"""[{"op":"replace","path":"/spec/template/spec/containers/0/image","value":"registry.test/checkout:{{version}}"}]""", Cancel);

    public static string? Image(JsonObject deployment) => (string?)deployment["spec"]!["template"]!["spec"]!["containers"]![0]!["image"];

    public ValueTask DisposeAsync() => _pods.DisposeAsync();
}
