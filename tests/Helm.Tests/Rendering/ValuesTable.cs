using System.Text;
using System.Text.Json;
using YamlDotNet.RepresentationModel;

namespace CanaryJudge.Helm.Tests.Rendering;

/// <summary>The table of values for the chart's README: every value of the schema, with its default and its description.</summary>
internal static class ValuesTable
{
    /// <summary>Writes the table.</summary>
    public static string Write(JsonElement schema, YamlNode defaults)
    {
        StringBuilder table = new("| value | default | meaning |\n|---|---|---|\n");
        foreach ((string path, JsonElement value) in Leaves(schema, ""))
        {
            table.Append($"| `{path}` | {Default(path, value, defaults)} | {Bounds(value)} |\n");
        }

        return table.ToString();
    }

    /// <summary>Every value of the schema with its path; NAME stands for a name of the user's choice.</summary>
    public static IEnumerable<(string Path, JsonElement Value)> Leaves(JsonElement schema, string path)
    {
        if (IsGroup(schema))
        {
            foreach (JsonProperty property in schema.GetProperty("properties").EnumerateObject().Where(p => p.Name != "global"))
            {
                foreach ((string Path, JsonElement Value) leaf in Leaves(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}")) yield return leaf;
            }
        }
        else
        {
            yield return (path, schema);
            if (!schema.TryGetProperty("additionalProperties", out JsonElement each) || each.ValueKind != JsonValueKind.Object || !IsGroup(each)) yield break;
            foreach ((string Path, JsonElement Value) leaf in Leaves(each, path + ".NAME")) yield return leaf;
        }
    }

    // A group's own values are described; what has no words stands for itself as Kubernetes has it.
    private static bool IsGroup(JsonElement schema) => schema.TryGetProperty("properties", out JsonElement properties) && properties.EnumerateObject().All(p => p.Value.TryGetProperty("description", out _));

    private static string Bounds(JsonElement value)
    {
        string words = value.GetProperty("description").GetString()!;
        if (value.TryGetProperty("enum", out JsonElement choices)) words += " One of " + string.Join(", ", choices.EnumerateArray().Select(choice => $"`{choice}`")) + ".";
        if (value.TryGetProperty("minimum", out JsonElement least) && value.TryGetProperty("maximum", out JsonElement most)) words += $" {least} to {most}.";
        return words;
    }

    private static string Default(string path, JsonElement value, YamlNode defaults)
    {
        if (!path.Contains("NAME", StringComparison.Ordinal) && Yaml.Find(defaults, path.Split('.')) is { } written) return Shown(written);
        return value.TryGetProperty("default", out JsonElement own) ? own.ValueKind == JsonValueKind.Array ? $"`[{string.Join(", ", own.EnumerateArray().Select(word => $"\"{word}\""))}]`" : $"`{own}`" : "none";
    }

    private static string Shown(YamlNode node) => node switch
    {
        YamlScalarNode { Value: null or "" or "null" } => "none",
        YamlScalarNode scalar => $"`{scalar.Value}`",
        _ => $"`{Flow(node)}`",
    };

    private static string Flow(YamlNode node) => node switch
    {
        YamlMappingNode mapping => "{" + string.Join(", ", mapping.Children.Select(pair => $"{pair.Key}: {Flow(pair.Value)}")) + "}",
        YamlSequenceNode list => "[" + string.Join(", ", list.Children.Select(Flow)) + "]",
        _ => node.ToString(),
    };
}
