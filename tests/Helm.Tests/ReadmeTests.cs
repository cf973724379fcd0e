using System.Text.Json;
using CanaryJudge.Helm.Tests.Rendering;
using YamlDotNet.RepresentationModel;

namespace CanaryJudge.Helm.Tests;

/// <summary>The chart's README and schema tell the same, and nothing that the schema does not know passes it.</summary>
public sealed class ReadmeTests
{
    private const string Begin = "<!-- values: written by eng/renew-chart.sh -->\n";
    private const string End = "<!-- end of values -->";

    // What Kubernetes itself checks: its own open shapes, and Helm's.
    private static readonly string[] Open =
    [
        "properties.global", "properties.affinity.properties.nodeAffinity", "properties.affinity.properties.podAffinity", "properties.affinity.properties.podAntiAffinity", "properties.extraVolumes.items",
    ];

    private static readonly string Readme = Path.Combine(Rendering.Helm.Chart, "README.md");

    private static JsonElement Schema => JsonDocument.Parse(File.ReadAllText(Path.Combine(Rendering.Helm.Chart, "values.schema.json"))).RootElement;

    [Fact]
    public async Task Readme_HasEveryValue_WithItsDefaultAndMeaning()
    {
        YamlStream defaults = [];
        defaults.Load(new StringReader(await File.ReadAllTextAsync(Path.Combine(Rendering.Helm.Chart, "values.yaml"), TestContext.Current.CancellationToken)));
        string table = ValuesTable.Write(Schema, defaults.Documents[0].RootNode);
        string text = await File.ReadAllTextAsync(Readme, TestContext.Current.CancellationToken);
        int begin = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int end = text.IndexOf(End, StringComparison.Ordinal);

        if (Environment.GetEnvironmentVariable("RENEW_CHART") == "1") await File.WriteAllTextAsync(Readme, text[..begin] + table + text[end..], TestContext.Current.CancellationToken);

        Assert.Equal(table, (await File.ReadAllTextAsync(Readme, TestContext.Current.CancellationToken))[begin..^(text.Length - end)]);
    }

    [Fact]
    public void DefaultValues_AreAllInTheSchema()
    {
        YamlStream defaults = [];
        defaults.Load(new StringReader(File.ReadAllText(Path.Combine(Rendering.Helm.Chart, "values.yaml"))));
        string[] known = [.. ValuesTable.Leaves(Schema, "").Select(leaf => leaf.Path)];

        IEnumerable<string> unknown = Yaml.Nodes(defaults.Documents[0].RootNode, "").Where(found => found.Node is YamlScalarNode).Select(found => found.Path)
            .Where(path => !known.Any(leaf => path == leaf || path.StartsWith(leaf + ".", StringComparison.Ordinal)));

        Assert.Empty(unknown);
    }

    [Fact]
    public void Schema_KnowsEveryKeyOfEveryObject()
    {
        IEnumerable<string> open = Objects(Schema, "").Where(found => !IsClosed(found.Schema)).Select(found => found.Path).Except(Open, StringComparer.Ordinal);

        Assert.Empty(open);
    }

    private static bool IsClosed(JsonElement schema) =>
        schema.TryGetProperty("additionalProperties", out JsonElement more) && (more.ValueKind == JsonValueKind.False || (more.ValueKind == JsonValueKind.Object && more.EnumerateObject().Any()));

    private static IEnumerable<(string Path, JsonElement Schema)> Objects(JsonElement schema, string path)
    {
        if (schema.ValueKind != JsonValueKind.Object) yield break;
        if (schema.TryGetProperty("type", out JsonElement type) && type.ValueKind == JsonValueKind.String && type.GetString() == "object") yield return (path, schema);
        foreach (JsonProperty property in schema.EnumerateObject().Where(p => p.Name is not ("default" or "enum" or "required" or "dependencies")))
        {
            foreach ((string Path, JsonElement Schema) inner in Objects(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}")) yield return inner;
        }
    }
}
