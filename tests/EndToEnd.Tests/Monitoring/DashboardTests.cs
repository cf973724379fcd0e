using System.Text.Json;
using System.Text.RegularExpressions;

namespace CanaryJudge.EndToEnd.Tests.Monitoring;

/// <summary>What Grafana, and a person at 3 a.m., expect of a dashboard.</summary>
public sealed partial class DashboardTests
{
    // Units of Grafana that our numbers have.
    private static readonly string[] Units = ["none", "short", "s", "bytes", "percentunit", "ops", "reqps"];

    public static TheoryData<string> Names => [.. Dashboards.Files.Select(file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(Names))]
    public void Dashboard_CanBeImportedAnywhere(string name)
    {
        JsonElement dashboard = Read(name);

        Assert.Equal(JsonValueKind.Null, dashboard.GetProperty("id").ValueKind);
        Assert.Matches("^canaryjudge-[a-z]+$", dashboard.GetProperty("uid").GetString());
        Assert.True(dashboard.GetProperty("schemaVersion").GetInt32() >= 36);
        Assert.Equal(1, Dashboards.Files.Count(file => Dashboards.Read(file).GetProperty("uid").GetString() == dashboard.GetProperty("uid").GetString()));
        Assert.Single(Dashboards.Variables(dashboard), variable => variable.GetProperty("type").GetString() == "datasource" && variable.GetProperty("name").GetString() == "datasource");
        IEnumerable<JsonElement> asking = Dashboards.Panels(dashboard).Where(panel => panel.TryGetProperty("targets", out _));
        Assert.All(asking.Concat(asking.SelectMany(panel => panel.GetProperty("targets").EnumerateArray())), place => Assert.Equal("${datasource}", place.GetProperty("datasource").GetProperty("uid").GetString()));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Panels_SayWhatTheyShow_InUnits_WithRisingThresholds(string name)
    {
        JsonElement[] panels = [.. Dashboards.Panels(Read(name))];

        Assert.Equal(panels.Length, panels.Select(panel => panel.GetProperty("id").GetInt32()).Distinct().Count());
        Assert.Equal(panels.Length, panels.Select(panel => panel.GetProperty("title").GetString()).Distinct(StringComparer.Ordinal).Count());
        Assert.All(panels.Where(panel => panel.GetProperty("type").GetString() != "row"), panel =>
        {
            string title = panel.GetProperty("title").GetString()!;
            Assert.True(panel.GetProperty("description").GetString()!.EndsWith('.'), title);
            JsonElement defaults = panel.GetProperty("fieldConfig").GetProperty("defaults");
            Assert.Contains(defaults.GetProperty("unit").GetString(), Units);
            double?[] steps = [.. defaults.GetProperty("thresholds").GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("value").ValueKind == JsonValueKind.Null ? (double?)null : step.GetProperty("value").GetDouble())];
            Assert.True(steps[0] is null && steps.Skip(1).All(step => step is not null) && steps.Skip(1).SequenceEqual(steps.Skip(1).Order()), title);
            string[] letters = [.. panel.GetProperty("targets").EnumerateArray().Select(target => target.GetProperty("refId").GetString()!)];
            Assert.True(letters.Length > 0 && letters.Distinct(StringComparer.Ordinal).Count() == letters.Length, title);
            Assert.All(panel.GetProperty("targets").EnumerateArray(), target => Assert.NotEqual("", target.GetProperty("legendFormat").GetString()));
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Units_AreThoseOfTheQueries(string name) => Assert.All(
        Dashboards.Panels(Read(name)).Where(panel => panel.TryGetProperty("targets", out _)),
        panel =>
        {
            string unit = panel.GetProperty("fieldConfig").GetProperty("defaults").GetProperty("unit").GetString()!;
            foreach (string query in panel.GetProperty("targets").EnumerateArray().Select(target => target.GetProperty("expr").GetString()!))
            {
                string expected = query switch
                {
                    _ when query.Contains("canaryjudge_metric_", StringComparison.Ordinal) => "short",
                    _ when query.Contains(" / ", StringComparison.Ordinal) || query.Contains("_ratio", StringComparison.Ordinal) || query.Contains("cpu_time_seconds", StringComparison.Ordinal) => "percentunit",
                    _ when query.StartsWith("histogram_quantile", StringComparison.Ordinal) || query.Contains("_seconds{", StringComparison.Ordinal) => "s",
                    _ when query.Contains("_bytes", StringComparison.Ordinal) => "bytes",
                    _ when query.Contains("http_server_request", StringComparison.Ordinal) => "reqps",
                    _ when query.Contains("rate(", StringComparison.Ordinal) => "ops",
                    _ => "none or short",
                };
                Assert.True(expected == "none or short" ? unit is "none" or "short" : unit == expected, $"{panel.GetProperty("title").GetString()} shows {query} in the unit {unit}, not {expected}");
            }
        });

    [Theory]
    [MemberData(nameof(Names))]
    public void Panels_DoNotOverlap_AndFitTheGrid(string name)
    {
        JsonElement[] places = [.. Dashboards.Panels(Read(name)).Select(panel => panel.GetProperty("gridPos"))];
        HashSet<(int X, int Y)> taken = [];
        Assert.All(places, place =>
        {
            (int x, int y, int w, int h) = (place.GetProperty("x").GetInt32(), place.GetProperty("y").GetInt32(), place.GetProperty("w").GetInt32(), place.GetProperty("h").GetInt32());
            Assert.InRange(x + w, 1, 24);
            for (int column = x; column < x + w; column++)
            {
                for (int row = y; row < y + h; row++) Assert.True(taken.Add((column, row)), $"two panels at {column}, {row}");
            }
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Runbooks_ThatPanelsName_AreThere(string name) => Assert.All(
        Dashboards.Panels(Read(name)).Where(panel => panel.TryGetProperty("description", out _)).SelectMany(panel => Runbook().Matches(panel.GetProperty("description").GetString()!)),
        named => Assert.True(File.Exists(Path.Combine(Dashboards.Root, "docs/runbooks", named.Groups["page"].Value + ".md")), named.Value));

    private static JsonElement Read(string name) => Dashboards.Read(Dashboards.Files.Single(file => Path.GetFileName(file) == name));

    [GeneratedRegex(@"Runbook: (?<page>[a-z-]+)\.", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Runbook();
}
