using CanaryJudge.TestKit;
using CliWrap;
using CliWrap.Buffered;
using YamlDotNet.RepresentationModel;

namespace CanaryJudge.EndToEnd.Tests.Monitoring;

/// <summary>Recording rules and alerts: by promtool, and by what a person who is woken needs.</summary>
public sealed class RuleTests
{
    private static readonly string Here = Path.Combine(Dashboards.Root, "tests/EndToEnd.Tests/Monitoring");
    private static readonly string Runbooks = Path.Combine(Dashboards.Root, "docs/runbooks");
    private static readonly string[] Severities = ["critical", "warning", "info"];

    public static TheoryData<string> RuleFiles => [.. Files()];

    public static TheoryData<string> TestFiles => [.. Directory.EnumerateFiles(Here, "*.test.yaml").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(RuleFiles))]
    public Task Rules_AreWellFormed(string file) => PromtoolAsync("check", "rules", file);

    [Theory]
    [MemberData(nameof(TestFiles))]
    public Task Rules_GiveWhatTheirTestsSay(string file) => PromtoolAsync("test", "rules", Path.Combine(Here, file));

    [Fact]
    public void EveryAlert_IsTested_AndHasASeverityASummaryAndARunbookThatTheListNames()
    {
        string list = File.ReadAllText(Path.Combine(Runbooks, "README.md")), tests = File.ReadAllText(Path.Combine(Here, "alerts.test.yaml"));
        (YamlMappingNode Rule, string Name)[] alerts = [.. Rules().Where(rule => rule.Children.ContainsKey("alert")).Select(rule => (rule, Text(rule, "alert")))];

        Assert.NotEmpty(alerts);
        Assert.All(alerts, alert =>
        {
            YamlMappingNode told = (YamlMappingNode)alert.Rule["annotations"];
            Assert.Contains(Text((YamlMappingNode)alert.Rule["labels"], "severity"), Severities);
            Assert.True(Text(told, "summary").EndsWith('.') && Text(told, "description").EndsWith('.'), alert.Name);
            string page = Text(told, "runbook");
            Assert.StartsWith("docs/runbooks/", page, StringComparison.Ordinal);
            Assert.StartsWith($"# {alert.Name}\n", File.ReadAllText(Path.Combine(Dashboards.Root, page)), StringComparison.Ordinal);
            Assert.Contains($"| {alert.Name} | [{Path.GetFileName(page)}]({Path.GetFileName(page)}) |", list, StringComparison.Ordinal);
            // It must be seen to fire.
            Assert.Matches($@"alertname: {alert.Name}\n\s+exp_alerts:\n\s+- exp_labels", tests);
        });
        Assert.Equal(alerts.Length, Directory.EnumerateFiles(Runbooks, "*.md").Count() - 1);
    }

    [Fact]
    public void EveryRecordedName_IsLevelMetricOperations() =>
        Assert.All(Rules().Where(rule => rule.Children.ContainsKey("record")), rule => Assert.Matches("^[a-z_]+:[a-z_]+:[a-z0-9_]+$", Text(rule, "record")));

    /// <summary>Every rule of every file.</summary>
    internal static IEnumerable<YamlMappingNode> Rules() => Files().SelectMany(file =>
    {
        YamlStream yaml = new();
        yaml.Load(new StringReader(File.ReadAllText(file)));
        return ((YamlSequenceNode)yaml.Documents[0].RootNode["groups"]).SelectMany(group => (YamlSequenceNode)group["rules"]).Cast<YamlMappingNode>();
    });

    /// <summary>The text of a key.</summary>
    internal static string Text(YamlMappingNode map, string key) => ((YamlScalarNode)map[key]).Value!;

    private static string[] Files() => [.. Directory.EnumerateFiles(Path.Combine(Dashboards.Root, "helm/canaryjudge/rules"), "*.yaml").Order(StringComparer.Ordinal)];

    private static async Task PromtoolAsync(params string[] arguments)
    {
        Assert.SkipWhen(ServerPrograms.Find("promtool") is null, ServerPrograms.MissingReason("promtool"));
        BufferedCommandResult run = await CliWrap.Cli.Wrap(ServerPrograms.Find("promtool")!).WithArguments(arguments).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        Assert.True(run.ExitCode == 0, run.StandardOutput + run.StandardError);
    }
}
