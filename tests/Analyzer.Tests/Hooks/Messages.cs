using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace CanaryJudge.Analyzer.Tests.Hooks;

/// <summary>Messages of Alertmanager and Flux as their programs write them; a test changes what it is about.</summary>
internal static class Messages
{
    public const string AlertmanagerPath = "/hooks/alertmanager", FluxPath = "/hooks/flux";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A message of one alert.</summary>
    public static JsonObject Alert(string status, string target, string startsAt = "2026-11-27T10:00:00.123456789Z", string endsAt = "2026-11-27T10:05:00Z", string fingerprint = "5ef77f1f8a3ecb8d")
    {
        JsonObject labels = new() { ["alertname"] = "CheckoutErrors", ["severity"] = "page", ["canaryjudge_target"] = target };
        return new JsonObject
        {
            ["receiver"] = "canaryjudge",
            ["status"] = status,
            ["alerts"] = new JsonArray(new JsonObject
            {
                ["status"] = status,
                ["labels"] = labels,
                ["annotations"] = new JsonObject { ["summary"] = "5 % of the requests fail" },
                ["startsAt"] = startsAt,
                ["endsAt"] = status == "firing" ? "0001-01-01T00:00:00Z" : endsAt,
                ["generatorURL"] = "http://prometheus/graph",
                ["fingerprint"] = fingerprint,
            }),
            ["groupLabels"] = new JsonObject(),
            ["commonLabels"] = labels.DeepClone(),
            ["commonAnnotations"] = new JsonObject(),
            ["externalURL"] = "http://alertmanager",
            ["version"] = "4",
            ["groupKey"] = "{}:{}",
            ["truncatedAlerts"] = 0,
        };
    }

    /// <summary>An event of Flux, of now or so much earlier.</summary>
    public static JsonObject Event(string severity, string reason, string message, TimeSpan ago = default) => new()
    {
        ["involvedObject"] = new JsonObject { ["kind"] = "HelmRelease", ["namespace"] = "shop", ["name"] = "checkout", ["uid"] = "0198c0de", ["apiVersion"] = "helm.toolkit.fluxcd.io/v2", ["resourceVersion"] = "7" },
        ["severity"] = severity,
        ["timestamp"] = (TimeProvider.System.GetUtcNow() - ago).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
        ["message"] = message,
        ["reason"] = reason,
        ["metadata"] = new JsonObject { ["helm.toolkit.fluxcd.io/revision"] = "6.3.5", ["canaryjudge_target"] = "shop/checkout" },
        ["reportingController"] = "helm-controller",
        ["reportingInstance"] = "helm-controller-7f",
    };

    /// <summary>Posts a message.</summary>
    public static async Task<(int Status, string Text)> PostAsync(HttpClient client, string path, string body, AuthenticationHeaderValue? authorization = null, string? signature = null, string type = "application/json")
    {
        using HttpRequestMessage request = new(HttpMethod.Post, path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } } };
        request.Headers.Authorization = authorization;
        if (signature is not null) request.Headers.Add("X-Signature", signature);
        using HttpResponseMessage answer = await client.SendAsync(request, Token);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(Token));
    }

    /// <summary>Posts a message that is taken.</summary>
    public static async Task<string> TellAsync(HttpClient client, string path, JsonObject body)
    {
        (int status, string text) = await PostAsync(client, path, body.ToJsonString());
        Assert.True(status == 200, text);
        return JsonNode.Parse(text)!["message"]!.GetValue<string>();
    }

    /// <summary>What the provider generic-hmac puts into its header.</summary>
    public static string Sign(string secret, string body) => "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body)));
}
