using System.Text.Json.Nodes;
using CanaryJudge.Analyzer.Rollouts;
using CanaryJudge.Analyzer.Rollouts.Kubernetes;
using CanaryJudge.TestKit.Kubernetes;

namespace CanaryJudge.Analyzer.Tests.Kubernetes;

/// <summary>A namespace with the Deployments checkout (v1, 3 replicas) and checkout-canary (v2, 2 replicas), and a route between them.</summary>
internal sealed class CanaryShop : IAsyncDisposable
{
    /// <summary>A tenth of the traffic, a rule for testers, and a mirror.</summary>
    public const string ThreeRules = """
        [{"backendRefs":[{"name":"checkout","port":80,"weight":90},{"name":"checkout-canary","port":80,"weight":10}]},
         {"matches":[{"headers":[{"name":"x-canary","value":"yes"}]}],"backendRefs":[{"name":"checkout-canary","port":80}]},
         {"filters":[{"type":"RequestMirror","requestMirror":{"backendRef":{"name":"checkout-canary","port":80}}}],"backendRefs":[{"name":"checkout","port":80}]}]
        """;

    private readonly PodStarter _pods;

    private CanaryShop(KubernetesServer server, string home) => (Server, Home, _pods) = (server, home, server.KeepPodsReady(home));

    public KubernetesServer Server { get; }

    public string Home { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<CanaryShop> OpenAsync(Clusters clusters, string? httpRules = ThreeRules, string? mesh = null, string baselineMetadata = "", string routeMetadata = "")
    {
        KubernetesServer server = await clusters.GetAsync();
        CanaryShop shop = new(server, await server.CreateNamespaceAsync(Cancel));
        string deployments = $"apis/apps/v1/namespaces/{shop.Home}/deployments";
        await server.Objects.CreateAsync(deployments, Manifests.Deployment("checkout", "v1", replicas: 3, metadata: baselineMetadata), Cancel);
        await server.Objects.CreateAsync(deployments, Manifests.Deployment("checkout-canary", "v2", replicas: 2, track: "canary"), Cancel);
        if (httpRules is not null) await server.Objects.CreateAsync(shop.HttpRoute[..shop.HttpRoute.LastIndexOf('/')], Routes.Http(httpRules, routeMetadata), Cancel);
        if (mesh is not null) await server.Objects.CreateAsync(shop.Mesh[..shop.Mesh.LastIndexOf('/')], Routes.Mesh(mesh), Cancel);
        await server.Objects.WaitForAsync(KubernetesObjects.Deployment(shop.Home, "checkout"), d => (int?)d["status"]?["availableReplicas"] == 3, Cancel);
        await server.Objects.WaitForAsync(KubernetesObjects.Deployment(shop.Home, "checkout-canary"), d => (int?)d["status"]?["availableReplicas"] == 2, Cancel);
        return shop;
    }

    public string HttpRoute => $"apis/gateway.networking.k8s.io/v1/namespaces/{Home}/httproutes/checkout";

    public string Mesh => $"apis/networking.istio.io/v1/namespaces/{Home}/virtualservices/checkout";

    public IRollout Rollout(Kinds kinds, params string[] routes) => kinds.Make(
        KubernetesRights.CanaryDeployment,
        [$"Namespace={Home}", "Baseline=checkout", "Canary=checkout-canary", "BaselineService=checkout", "CanaryService=checkout-canary", .. routes.Length > 0 ? routes : ["HttpRoutes:0=checkout"]]);

    public Task<JsonObject> ReadAsync(string deployment) => Server.Objects.GetAsync(KubernetesObjects.Deployment(Home, deployment), Cancel);

    public Task<JsonObject> ReadRouteAsync() => Server.Objects.GetAsync(HttpRoute, Cancel);

    public Task SetImageAsync(string deployment, string version) => Server.Objects.PatchAsync(
        KubernetesObjects.Deployment(Home, deployment), KubernetesObjects.JsonPatch, $$"""[{"op":"replace","path":"/spec/template/spec/containers/0/image","value":"registry.test/checkout:{{version}}"}]""", Cancel);

    public Task PatchAsync(string path, string merge) => Server.Objects.PatchAsync(path, KubernetesObjects.MergePatch, merge, Cancel);

    public ValueTask DisposeAsync() => _pods.DisposeAsync();
}
