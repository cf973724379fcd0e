using CanaryJudge.Helm.Tests.Rendering;
using YamlDotNet.RepresentationModel;

namespace CanaryJudge.Helm.Tests;

/// <summary>The dashboards and rules that the chart brings are those of its folders, whole and unchanged.</summary>
public sealed class MonitoringTests
{
    private const string All = "dashboards-and-rules";

    [Fact]
    public async Task Dashboards_AreTheFilesOfTheFolder_WithTheLabelOfTheSidecar()
    {
        Manifest map = (await ReadAsync(All)).Single(o => o.Kind == "ConfigMap" && o.Name.EndsWith("-dashboards", StringComparison.Ordinal));
        string[] files = Directory.GetFiles(Path.Combine(Rendering.Helm.Chart, "dashboards"), "*.json");

        Assert.Equal("1", map.Text("metadata", "labels", "grafana_dashboard"));
        Assert.Equal("CanaryJudge", map.Text("metadata", "annotations", "grafana_folder"));
        Assert.NotEmpty(files);
        Assert.Equal(files.Select(file => "canaryjudge-" + Path.GetFileName(file)).Order(StringComparer.Ordinal), Yaml.Pairs(map.Find("data")).Select(pair => pair.Key).Order(StringComparer.Ordinal));
        foreach (string file in files) Assert.Equal((await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Trim(), map.Text("data", "canaryjudge-" + Path.GetFileName(file)));
    }

    [Fact]
    public async Task Rules_AreTheGroupsOfTheFolder_RuleByRule()
    {
        Manifest rule = (await ReadAsync(All)).Single(o => o.Kind == "PrometheusRule");

        Assert.Equal("monitoring.coreos.com/v1", rule.ApiVersion);
        Assert.Equal("prometheus", rule.Text("metadata", "labels", "release"));
        Assert.Equal([.. RulesOf("alerts.yaml"), .. RulesOf("recording.yaml")], Leaves(rule.Find("spec", "groups")!));
    }

    [Fact]
    public async Task RulesAndDashboards_ThatAreNotAskedFor_AreNotThere()
    {
        IReadOnlyList<Manifest> rendered = await ReadAsync("service-monitor");

        Assert.DoesNotContain(rendered, o => o.Kind == "PrometheusRule" || o.Name.EndsWith("-dashboards", StringComparison.Ordinal));
    }

    private static async Task<IReadOnlyList<Manifest>> ReadAsync(string name) => Manifest.Read(await Rendering.Helm.TemplateAsync(new ValueSet(name)));

    private static IEnumerable<string> RulesOf(string name)
    {
        YamlStream stream = [];
        stream.Load(new StringReader(File.ReadAllText(Path.Combine(Rendering.Helm.Chart, "rules", name))));
        return Leaves(Yaml.Find(stream.Documents[0].RootNode, "groups")!);
    }

    // Every rule's keys and texts, in whatever order its keys stand.
    private static IEnumerable<string> Leaves(YamlNode groups) => Yaml.Items(groups).SelectMany(group => Yaml.Items(Yaml.Find(group, "rules")).Select(rule =>
        $"{Yaml.Text(group, "name")} {Yaml.Text(group, "interval")}: " + string.Join("; ", Yaml.Nodes(rule, "").Where(n => n.Node is YamlScalarNode).Select(n => $"{n.Path}={n.Node.ToString().Trim()}").Order(StringComparer.Ordinal))));
}
