using System.Text.Json;
using System.Text.RegularExpressions;
using CanaryJudge.TestKit;

namespace CanaryJudge.EndToEnd.Tests.Monitoring;

/// <summary>The dashboards as they are shipped.</summary>
internal static partial class Dashboards
{
    /// <summary>The checkout's root.</summary>
    public static string Root { get; } = ServerPrograms.RepositoryRoot() ?? throw new InvalidOperationException("The tests do not run inside a checkout.");

    /// <summary>Their files.</summary>
    public static IEnumerable<string> Files => Directory.EnumerateFiles(Path.Combine(Root, "helm/canaryjudge/dashboards"), "*.json").Order(StringComparer.Ordinal);

    /// <summary>Reads one.</summary>
    public static JsonElement Read(string file) => JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(file));

    /// <summary>Every panel, those inside rows too.</summary>
    public static IEnumerable<JsonElement> Panels(JsonElement dashboard) =>
        dashboard.GetProperty("panels").EnumerateArray().SelectMany(panel => panel.TryGetProperty("panels", out JsonElement inner) ? inner.EnumerateArray().Prepend(panel) : [panel]);

    /// <summary>Every query with where it stands: of panels, of annotations, of variables (what a variable lists, as a query).</summary>
    public static IEnumerable<(string Place, string Query)> Queries(JsonElement dashboard)
    {
        foreach (JsonElement panel in Panels(dashboard).Where(panel => panel.TryGetProperty("targets", out _)))
        {
            foreach (JsonElement target in panel.GetProperty("targets").EnumerateArray()) yield return ($"{panel.GetProperty("title").GetString()}, {target.GetProperty("refId").GetString()}", target.GetProperty("expr").GetString()!);
        }

        foreach (JsonElement annotation in dashboard.GetProperty("annotations").GetProperty("list").EnumerateArray())
        {
            if (annotation.TryGetProperty("expr", out JsonElement query)) yield return ("annotation " + annotation.GetProperty("name").GetString(), query.GetString()!);
        }

        foreach (JsonElement variable in Variables(dashboard).Where(variable => variable.GetProperty("type").GetString() == "query"))
        {
            Match listed = LabelValues().Match(variable.GetProperty("query").GetProperty("query").GetString()!);
            yield return ("variable " + variable.GetProperty("name").GetString(), $"count by ({listed.Groups["label"].Value}) ({listed.Groups["selector"].Value})");
        }
    }

    /// <summary>Its variables.</summary>
    public static IEnumerable<JsonElement> Variables(JsonElement dashboard) => dashboard.GetProperty("templating").GetProperty("list").EnumerateArray();

    [GeneratedRegex(@"^label_values\((?<selector>.+), (?<label>\w+)\)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LabelValues();
}
