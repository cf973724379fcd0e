using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CanaryJudge.Analyzer.Rollouts.Kubernetes.Api;

/// <summary>One answer of the API server, or none.</summary>
/// <param name="Status">The HTTP status; null when no whole answer came.</param>
/// <param name="Content">The JSON object that came; null when none did.</param>
/// <param name="Words">What the server said in its own words, or why no answer came. At most 500 characters.</param>
internal sealed record ApiAnswer(HttpStatusCode? Status, JsonObject? Content, string Words)
{
    private const int MostBytes = 16 * 1024 * 1024;
    private const int MostWords = 500;

    /// <summary>How long the server wants to be left alone; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>True when it did what it was asked.</summary>
    public bool IsSuccess => Status is >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices;

    /// <summary>Sends a request and reads the answer whole, within bounds.</summary>
    public static async Task<ApiAnswer> OfAsync(HttpClient client, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            // Unlike SendAsync alone, this bounds what is read, and the client's timeout covers the body.
            using HttpResponseMessage answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(client.Timeout);
            if (answer.Content.Headers.ContentLength > MostBytes) return new(answer.StatusCode, null, $"The answer is larger than {MostBytes} bytes.");
            await answer.Content.LoadIntoBufferAsync(MostBytes, limit.Token);
            JsonObject? content = Parse(await answer.Content.ReadAsByteArrayAsync(limit.Token));
            string words = content?["message"] is JsonValue said ? said.ToString() : answer.ReasonPhrase ?? "";
            return new(answer.StatusCode, content, Cut(words)) { RetryAfter = answer.Headers.RetryAfter?.Delta };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception cause) when (cause is HttpRequestException or OperationCanceledException or IOException)
        {
            return new(null, null, Cut(cause is OperationCanceledException ? $"No answer came within {client.Timeout.TotalSeconds:0.#} s." : cause.Message));
        }
    }

    private static JsonObject? Parse(byte[] content)
    {
        try
        {
            return JsonNode.Parse(content) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Cut(string words) => words.Length <= MostWords ? words : words[..MostWords] + "...";
}
