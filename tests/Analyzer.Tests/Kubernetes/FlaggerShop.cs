using System.Text.Json.Nodes;
using CanaryJudge.Analyzer.Rollouts;
using CanaryJudge.Analyzer.Rollouts.Kubernetes;
using CanaryJudge.TestKit.Kubernetes;

namespace CanaryJudge.Analyzer.Tests.Kubernetes;

/// <summary>A Canary of Flagger half-way, and its controller played as its source reads.</summary>
internal sealed class FlaggerShop : IAsyncDisposable
{
    private readonly Controller _controller;

    private FlaggerShop(KubernetesServer server, string home)
    {
        (Server, Home) = (server, home);
        _controller = new Controller(server.Objects, Path);
    }

    public KubernetesServer Server { get; }

    public string Home { get; }

    public string Path => $"apis/flagger.app/v1beta1/namespaces/{Home}/canaries/checkout";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<FlaggerShop> OpenAsync(Clusters clusters, string phase = "Progressing", int weight = 20, string spec = "", string metadata = "")
    {
        KubernetesServer server = await clusters.GetAsync();
        FlaggerShop shop = new(server, await server.CreateNamespaceAsync(Cancel));
        string text = """
            {"apiVersion":"flagger.app/v1beta1","kind":"Canary","metadata":{"name":"checkout"METADATA},
             "spec":{"targetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"checkout"},"analysis":{"interval":"1m","threshold":5,"maxWeight":50,"stepWeight":10}SPEC}}
            """;
        await server.Objects.CreateAsync(shop.Path[..shop.Path.LastIndexOf('/')], text.Replace("METADATA", metadata, StringComparison.Ordinal).Replace("SPEC", spec, StringComparison.Ordinal), Cancel);
        await shop.PatchAsync("/status", $$$$"""{"status":{"phase":"{{{{phase}}}}","canaryWeight":{{{{weight}}}},"failedChecks":1,"iterations":0,"lastAppliedSpec":"spec-v2","lastPromotedSpec":"spec-v1","trackedConfigs":{"configmap/settings":"aa11"}}}""");
        shop._controller.Play();
        return shop;
    }

    public IRollout Rollout(Kinds kinds) => kinds.Make(KubernetesRights.Flagger, $"Namespace={Home}", "Name=checkout");

    public Task<JsonObject> ReadAsync() => Server.Objects.GetAsync(Path, Cancel);

    public Task PatchAsync(string part, string merge) => Server.Objects.PatchAsync(Path + part, KubernetesObjects.MergePatch, merge, Cancel);

    public ValueTask DisposeAsync() => _controller.DisposeAsync();

    private sealed class Controller(KubernetesObjects objects, string path) : Player(objects, path)
    {
        protected override JsonObject? React(JsonObject seen)
        {
            JsonNode status = seen["status"]!;
            bool isLookedAt = (bool?)seen["spec"]!["suspend"] != true && (string?)status["phase"] is "Progressing" or "WaitingPromotion";
            return isLookedAt && (int)status["failedChecks"]! >= 5 ? new JsonObject { ["phase"] = "Failed", ["canaryWeight"] = 0, ["failedChecks"] = 0 } : null;
        }
    }
}
