using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Analyzer.Hooks;

/// <summary>Reads what a controller sends, bounded.</summary>
internal static class HookBody
{
    private const int MostBytes = 64 * 1024;

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web) { TypeInfoResolver = HookShapes.Default, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, AllowDuplicateProperties = false, MaxDepth = 8 };
    private static readonly JsonSerializerOptions Lenient = new(Strict) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip, MaxDepth = 32 };

    /// <summary>The body; null when it is wrong, and then why.</summary>
    /// <param name="request">The request.</param>
    /// <param name="isOurs">True when a person writes it after our guide: then nothing in it is ignored. A program of others may add fields with time.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<(T? Body, Violation? Wrong)> ReadAsync<T>(HttpRequest request, bool isOurs, CancellationToken cancellationToken)
        where T : class
    {
        if (await ReadAsync(request, MostBytes, cancellationToken) is not { } whole) return (null, new("", $"The body is larger than {MostBytes} bytes.", "Send less."));
        try
        {
            T? body = JsonSerializer.Deserialize(whole, Shape<T>(isOurs ? Strict : Lenient));
            return body is null ? (null, new("", "The body is null.", "Send an object.")) : (body, null);
        }
        catch (JsonException wrong)
        {
            return (null, new(wrong.Path ?? "", $"The body cannot be read: {wrong.Message}", "Send what the guide shows (docs/argo-rollouts.md, docs/flagger.md)."));
        }
    }

    /// <summary>The bytes of a body; null when there are more than so many.</summary>
    public static async Task<byte[]?> ReadAsync(HttpRequest request, int mostBytes, CancellationToken cancellationToken)
    {
        using MemoryStream whole = new();
        byte[] part = new byte[8192];
        for (int read; (read = await request.Body.ReadAsync(part, cancellationToken)) > 0;)
        {
            if (whole.Length + read > mostBytes) return null;
            whole.Write(part, 0, read);
        }

        return whole.ToArray();
    }

    /// <summary>What a program of others has written: it may hold more than is known.</summary>
    /// <exception cref="JsonException">It is no such JSON.</exception>
    public static T? Parse<T>(byte[] body)
        where T : class => JsonSerializer.Deserialize(body, Shape<T>(Lenient));

    private static JsonTypeInfo<T> Shape<T>(JsonSerializerOptions rules) => (JsonTypeInfo<T>)rules.GetTypeInfo(typeof(T));

    /// <summary>Where and how a body cannot be read, in a sentence.</summary>
    public static string Words(JsonException wrong) => $"{(wrong.Path is { Length: > 0 } path ? path : "$")}: the body cannot be read: {wrong.Message}";
}
