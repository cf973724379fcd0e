using System.Text.Json.Nodes;

namespace CanaryJudge.Analyzer.Rollouts.Kubernetes.Api;

/// <summary>Reads fields of objects. A field that is missing, or of another type than expected, is none: what an object must have is checked where it is needed.</summary>
internal static class ObjectFields
{
    /// <summary>What is at a place; null when nothing is.</summary>
    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (string field in path) node = (node as JsonObject)?[field];
        return node;
    }

    /// <summary>A text; empty when there is none.</summary>
    public static string Text(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path) is JsonValue value && value.TryGetValue(out string? text) ? text : "";

    /// <summary>A whole number; null when there is none.</summary>
    public static long? Number(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        if (node.At(path) is not JsonValue value) return null;
        if (value.TryGetValue(out long whole)) return whole;
        return value.TryGetValue(out double number) && Math.Abs(number) < 1e15 && Math.Truncate(number) == number ? (long)number : null;
    }

    /// <summary>True or false; false when there is neither.</summary>
    public static bool Flag(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path) is JsonValue value && value.TryGetValue(out bool flag) && flag;

    /// <summary>The entries of a list; empty when there is none.</summary>
    public static IReadOnlyList<JsonNode?> List(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path) is JsonArray list ? [.. list] : [];

    /// <summary>The names and texts of a map; empty when there is none.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Map(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonObject map ? map.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.Text())) : [];

    /// <summary>The object's identity: two objects of one name never share it.</summary>
    public static string Uid(this JsonNode? node) => node.Text("metadata", "uid");

    /// <summary>Rises with every change of what is wanted.</summary>
    public static long Generation(this JsonNode? node) => node.Number("metadata", "generation") ?? 0;

    /// <summary>The status condition of a type; null when there is none.</summary>
    public static JsonNode? Condition(this JsonNode? node, string type) => node.List("status", "conditions").FirstOrDefault(condition => condition.Text("type") == type);
}
