using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace CanaryJudge.TestKit.Kubernetes;

/// <summary>Objects of a Kubernetes API as one caller sees them. Paths are those of the API, without a slash at the start: apis/apps/v1/namespaces/shop/deployments/checkout.</summary>
public sealed class KubernetesObjects(HttpClient client)
{
    /// <summary>Content type of a merge patch.</summary>
    public const string MergePatch = "application/merge-patch+json";

    /// <summary>Content type of a JSON patch.</summary>
    public const string JsonPatch = "application/json-patch+json";

    /// <summary>Path of a Deployment.</summary>
    public static string Deployment(string inNamespace, string name) => $"apis/apps/v1/namespaces/{inNamespace}/deployments/{name}";

    /// <summary>The object of a path.</summary>
    public async Task<JsonObject> GetAsync(string path, CancellationToken cancellationToken) => await FindAsync(path, cancellationToken) ?? throw new InvalidOperationException($"There is no {path}.");

    /// <summary>The object of a path; null when there is none.</summary>
    public async Task<JsonObject?> FindAsync(string path, CancellationToken cancellationToken)
    {
        using HttpResponseMessage answer = await client.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
        return answer.StatusCode == HttpStatusCode.NotFound ? null : await ReadAsync(answer, path, cancellationToken);
    }

    /// <summary>The objects of a list.</summary>
    public async Task<IReadOnlyList<JsonObject>> ListAsync(string path, CancellationToken cancellationToken) =>
        [.. (await GetAsync(path, cancellationToken))["items"]!.AsArray().Select(item => item!.AsObject())];

    /// <summary>Makes an object.</summary>
    /// <param name="path">Path of the list it comes into.</param>
    /// <param name="text">The object, as YAML or JSON.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<JsonObject> CreateAsync(string path, string text, CancellationToken cancellationToken) => SendAsync(HttpMethod.Post, path, "application/yaml", text, cancellationToken);

    /// <summary>Changes an object.</summary>
    public Task<JsonObject> PatchAsync(string path, string contentType, string json, CancellationToken cancellationToken) => SendAsync(HttpMethod.Patch, path, contentType, json, cancellationToken);

    /// <summary>Deletes an object.</summary>
    public Task<JsonObject> DeleteAsync(string path, CancellationToken cancellationToken) => SendAsync(HttpMethod.Delete, path, "application/json", "{}", cancellationToken);

    /// <summary>Reads an object until it is as wanted, two minutes at most.</summary>
    /// <exception cref="TimeoutException">It is not; the message holds it.</exception>
    public async Task<JsonObject> WaitForAsync(string path, Func<JsonObject, bool> isAsWanted, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            JsonObject? found = await FindAsync(path, cancellationToken);
            if (found is not null && isAsWanted(found)) return found;
            if (Stopwatch.GetElapsedTime(start) > TimeSpan.FromMinutes(2)) throw new TimeoutException($"{path} did not become as wanted: {found?.ToJsonString() ?? "it is not there"}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
        }
    }

    private async Task<JsonObject> SendAsync(HttpMethod method, string path, string contentType, string text, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(method, new Uri(path, UriKind.Relative)) { Content = new StringContent(text, Encoding.UTF8, contentType) };
        request.Content.Headers.ContentType!.CharSet = null;
        request.Headers.Accept.ParseAdd("application/json");
        using HttpResponseMessage answer = await client.SendAsync(request, cancellationToken);
        return await ReadAsync(answer, $"{method} {path}", cancellationToken);
    }

    private static async Task<JsonObject> ReadAsync(HttpResponseMessage answer, string what, CancellationToken cancellationToken)
    {
        string text = await answer.Content.ReadAsStringAsync(cancellationToken);
        if (!answer.IsSuccessStatusCode) throw new HttpRequestException($"{what}: {(int)answer.StatusCode} {text}", null, answer.StatusCode);
        return JsonNode.Parse(text)!.AsObject();
    }
}
