using System.Text.Json.Nodes;

namespace CanaryJudge.TestKit.Kubernetes;

/// <summary>
/// The custom resources of others that CanaryJudge acts on, declared in our own words with the fields it reads and writes, named and typed as their owners publish them:
/// Argo Rollouts, Flagger, Gateway API, Istio. Their controllers are not here: tests play their part.
/// </summary>
internal static class CustomResources
{
    private const string Path = "apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    /// <summary>Declares them and waits until they are served.</summary>
    public static async Task InstallAsync(KubernetesObjects objects, CancellationToken cancellationToken)
    {
        foreach (string resource in typeof(CustomResources).Assembly.GetManifestResourceNames().Where(name => name.EndsWith(".yaml", StringComparison.Ordinal)))
        {
            using StreamReader reader = new(typeof(CustomResources).Assembly.GetManifestResourceStream(resource)!);
            JsonObject made = await objects.CreateAsync(Path, await reader.ReadToEndAsync(cancellationToken), cancellationToken);
            await objects.WaitForAsync($"{Path}/{made["metadata"]!["name"]}", IsEstablished, cancellationToken);
            await WaitUntilServedAsync(objects, made["spec"]!.AsObject(), cancellationToken);
        }
    }

    private static bool IsEstablished(JsonObject definition) =>
        definition["status"]?["conditions"]?.AsArray().Any(c => (string?)c!["type"] == "Established" && (string?)c["status"] == "True") == true;

    // Established comes a moment before the first request is served.
    private static Task<JsonObject> WaitUntilServedAsync(KubernetesObjects objects, JsonObject spec, CancellationToken cancellationToken) =>
        objects.WaitForAsync($"apis/{spec["group"]}/{spec["versions"]![0]!["name"]}/namespaces/default/{spec["names"]!["plural"]}", _ => true, cancellationToken);
}
