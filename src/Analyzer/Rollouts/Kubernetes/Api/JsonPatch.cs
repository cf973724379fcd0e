using System.Text.Json;
using System.Text.Json.Nodes;

namespace CanaryJudge.Analyzer.Rollouts.Kubernetes.Api;

/// <summary>A JSON patch (RFC 6902) whose tests are its precondition: the server applies all of it or nothing.</summary>
internal sealed class JsonPatch
{
    /// <summary>Its media type.</summary>
    public const string ContentType = "application/json-patch+json";

    // Readable in the record: the body is for the server, never for a page.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<KeyValuePair<string, JsonNode?>> _tests = [];
    private readonly JsonArray _changes = [];

    /// <summary>What must hold, by place.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonNode?>> Tests => _tests;

    /// <summary>True when nothing is changed.</summary>
    public bool IsEmpty => _changes.Count == 0;

    /// <summary>A patch that is about one object as it was wanted when it was observed: another of the same name, or a change of what is wanted, makes it fail.</summary>
    public static JsonPatch Of(JsonNode observed) => new JsonPatch().Test("/metadata/uid", observed.Uid()).Test("/metadata/generation", observed.Generation());

    /// <summary>Something must be as it was observed.</summary>
    public JsonPatch Test(string pointer, JsonNode? value)
    {
        _tests.Add(new(pointer, value));
        return this;
    }

    /// <summary>Sets a field, which may be missing.</summary>
    public JsonPatch Set(string pointer, JsonNode? value) => Change("add", pointer, value);

    /// <summary>Replaces a field, which must be there.</summary>
    public JsonPatch Replace(string pointer, JsonNode? value) => Change("replace", pointer, value);

    /// <summary>Adds an entry at the end of a list.</summary>
    public JsonPatch Append(string pointer, JsonNode? value) => Change("add", pointer + "/-", value);

    /// <summary>Takes a field or an entry away, which must be there.</summary>
    public JsonPatch Remove(string pointer)
    {
        _changes.Add((JsonNode)new JsonObject { ["op"] = "remove", ["path"] = pointer });
        return this;
    }

    /// <summary>As it is sent.</summary>
    public string Write()
    {
        JsonArray whole = [.. _tests.Select(JsonNode (test) => new JsonObject { ["op"] = "test", ["path"] = test.Key, ["value"] = test.Value?.DeepClone() }), .. _changes.Select(change => change!.DeepClone())];
        return whole.ToJsonString(Plain);
    }

    /// <summary>Whether everything that must hold does hold for an object.</summary>
    public static bool Holds(IEnumerable<KeyValuePair<string, JsonNode?>> tests, JsonNode now) => tests.All(test => JsonNode.DeepEquals(Find(now, test.Key), test.Value));

    private JsonPatch Change(string operation, string pointer, JsonNode? value)
    {
        _changes.Add((JsonNode)new JsonObject { ["op"] = operation, ["path"] = pointer, ["value"] = value?.DeepClone() });
        return this;
    }

    private static JsonNode? Find(JsonNode? node, string pointer)
    {
        foreach (string part in pointer.Split('/').Skip(1))
        {
            string name = part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            node = node is JsonArray list ? int.TryParse(name, out int index) && index >= 0 && index < list.Count ? list[index] : null : node.At(name);
        }

        return node;
    }
}
