using System.Text.Json.Nodes;
using CanaryJudge.Analyzer.Rollouts;
using CanaryJudge.Analyzer.Rollouts.Kubernetes;
using CanaryJudge.TestKit.Kubernetes;

namespace CanaryJudge.Analyzer.Tests.Kubernetes;

/// <summary>A Rollout of Argo Rollouts at its first step, and its controller played as its source reads.</summary>
internal sealed class ArgoShop : IAsyncDisposable
{
    private readonly Controller _controller;

    private ArgoShop(KubernetesServer server, string home)
    {
        (Server, Home) = (server, home);
        _controller = new Controller(server.Objects, Path);
    }

    public KubernetesServer Server { get; }

    public string Home { get; }

    public string Path => $"apis/argoproj.io/v1alpha1/namespaces/{Home}/rollouts/checkout";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>One in ten of the traffic goes to v2, or one pod in five when no router is there; it waits at a pause step.</summary>
    public static async Task<ArgoShop> OpenAsync(Clusters clusters, bool hasRouter = true, string spec = "", string metadata = "", string status = "")
    {
        KubernetesServer server = await clusters.GetAsync();
        ArgoShop shop = new(server, await server.CreateNamespaceAsync(Cancel));
        string text = """
            {"apiVersion":"argoproj.io/v1alpha1","kind":"Rollout","metadata":{"name":"checkout"METADATA},
             "spec":{"replicas":5SPEC,"strategy":{"canary":{"steps":[{"setWeight":10},{"pause":{}},{"setWeight":50},{"pause":{}}]}},
                     "template":{"spec":{"containers":[{"name":"app","image":"registry.test/checkout:v2"}]}}}}
            """;
        await server.Objects.CreateAsync(shop.Path[..shop.Path.LastIndexOf('/')], text.Replace("METADATA", metadata, StringComparison.Ordinal).Replace("SPEC", spec, StringComparison.Ordinal), Cancel);
        string weights = hasRouter ? ""","canary":{"weights":{"canary":{"weight":10,"podTemplateHash":"hash-v2"},"stable":{"weight":90,"podTemplateHash":"hash-v1"}}}""" : "";
        await shop.PatchAsync("/status", """
            {"status":{"phase":"Paused","observedGeneration":"1","currentPodHash":"hash-v2","stableRS":"hash-v1","currentStepIndex":1,"controllerPause":true,"replicas":5,"updatedReplicas":1,
                       "readyReplicas":5,"pauseConditions":[{"reason":"CanaryPauseStep","startTime":"2026-01-01T00:00:00Z"}]WEIGHTSSTATUS}}
            """.Replace("WEIGHTS", weights, StringComparison.Ordinal).Replace("STATUS", status, StringComparison.Ordinal));
        shop._controller.Play();
        return shop;
    }

    public IRollout Rollout(Kinds kinds, params string[] settings) => kinds.Make(KubernetesRights.ArgoRollout, [$"Namespace={Home}", "Name=checkout", .. settings]);

    public Task<JsonObject> ReadAsync() => Server.Objects.GetAsync(Path, Cancel);

    public Task PatchAsync(string part, string merge) => Server.Objects.PatchAsync(Path + part, KubernetesObjects.MergePatch, merge, Cancel);

    /// <summary>Rolls another version out, and waits until the controller has begun with it.</summary>
    public async Task SetImageAsync(string version)
    {
        await PatchAsync("", $$$$$$"""{"spec":{"template":{"spec":{"containers":[{"name":"app","image":"registry.test/checkout:{{{{{{version}}}}}}"}]}}}}""");
        await Server.Objects.WaitForAsync(Path, rollout => (string?)rollout["status"]!["currentPodHash"] == $"hash-{version}", Cancel);
    }

    public ValueTask DisposeAsync() => _controller.DisposeAsync();

    private sealed class Controller(KubernetesObjects objects, string path) : Player(objects, path)
    {
        protected override JsonObject? React(JsonObject seen)
        {
            JsonNode spec = seen["spec"]!, status = seen["status"]!;
            string generation = ((long)seen["metadata"]!["generation"]!).ToString(), hash = "hash-" + ((string)spec["template"]!["spec"]!["containers"]![0]!["image"]!).Split(':')[1];
            bool hasRouter = status["canary"]?["weights"] is not null, isPaused = (bool?)spec["paused"] == true;
            JsonObject next = [];
            if ((string?)status["observedGeneration"] != generation) next["observedGeneration"] = generation;
            if ((string?)status["currentPodHash"] != hash)
            {
                // A new template clears everything that was said of the one before.
                next["currentPodHash"] = hash;
                next["abort"] = next["promoteFull"] = next["pauseConditions"] = null;
                next["currentStepIndex"] = 0;
            }
            else if ((bool?)status["abort"] == true)
            {
                if (status["abortedAt"] is null) (next["abortedAt"], next["phase"], next["message"], next["currentStepIndex"], next["pauseConditions"]) = ("2026-01-01T00:00:00Z", "Degraded", "RolloutAborted", 0, null);
                if (hasRouter && (int)status["canary"]!["weights"]!["canary"]!["weight"]! != 0) next["canary"] = new JsonObject { ["weights"] = new JsonObject { ["canary"] = new JsonObject { ["weight"] = 0 }, ["stable"] = new JsonObject { ["weight"] = 100 } } };
                if (!isPaused && (int?)status["updatedReplicas"] > 0) next["updatedReplicas"] = 0; // while it is paused nothing is scaled
            }
            else if ((bool?)status["promoteFull"] == true && !isPaused && (string?)status["stableRS"] != hash)
            {
                (next["stableRS"], next["phase"], next["pauseConditions"], next["updatedReplicas"], next["promoteFull"]) = (hash, "Healthy", null, 5, null);
            }
            else if (status["pauseConditions"] is null && (bool?)status["controllerPause"] == true)
            {
                (next["controllerPause"], next["phase"], next["currentStepIndex"]) = (false, "Progressing", (int)status["currentStepIndex"]! + 1);
            }

            return next.Count > 0 ? next : null;
        }
    }
}
