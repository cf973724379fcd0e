using System.Text.RegularExpressions;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Judging.Policies.Documents;

namespace CanaryJudge.Judging.Tests.Policies;

/// <summary>docs/policy.md and the parser's own advice say what the parser does.</summary>
public sealed partial class PolicyDocsTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Samples.Root, "docs", "policy.md")).ReplaceLineEndings("\n");

    private static readonly KeyTable[] Tables =
        [PolicyKeys.Document, PolicyKeys.MetadataKeys, PolicyKeys.SpecKeys, PolicyKeys.AnyMetric, PolicyKeys.MarginKeys, PolicyKeys.ThresholdKeys, PolicyKeys.KayentaKeys, PolicyKeys.EffectSizeKeys, PolicyKeys.CounterReadings, PolicyKeys.ExposureReadings];

    public static TheoryData<string> Blocks => [.. Block().Matches(Page).Select(match => match.Groups["yaml"].Value)];

    public static TheoryData<string> MetricKeys => [.. Enum.GetValues<MetricKind>().SelectMany(kind => PolicyKeys.MetricOf(kind).Keys.Select(key => $"{kind}.{key.Name}"))];

    [Theory]
    [MemberData(nameof(Blocks))]
    public void EveryYamlBlock_ParsesClean(string yaml)
    {
        string document = yaml.StartsWith("- ", StringComparison.Ordinal)
            ? "apiVersion: canaryjudge.io/v1\nkind: CanaryPolicy\nmetadata: {name: p}\nspec:\n  metrics:\n" + string.Concat(yaml.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => "    " + line + "\n"))
            : yaml;

        PolicyResult result = PolicyParser.Parse(document);

        Assert.Empty(result.Violations);
        Assert.All(result.Policy!.Metrics, metric => Assert.NotEmpty(metric.Terms));
    }

    [Fact]
    public void Page_HasABlockForEachKindAndForTheJudgesWithRulesOfTheirOwn() => Assert.Equal(7, Blocks.Count);

    [Fact]
    public void EveryKey_IsInThePage() => Assert.All(
        Tables.SelectMany(table => table.Keys).Select(key => key.Name).Distinct(),
        name => Assert.Contains(new[] { $"`{name}`", $"`{name}: ", $"`{{{name}: ", $", {name}: " }, Page.Contains));

    [Fact]
    public void EveryExampleOfASpecTable_ParsesClean()
    {
        string[] examples = [.. SpecExample().Matches(Page).Select(match => match.Groups["example"].Value)];

        Assert.Equal(9, examples.Length);
        Assert.All(examples, example => Assert.Empty(PolicyParser.Parse(PolicyText.Of("{name: m, kind: series, margin: 1}", example)).Violations));
    }

    [Fact]
    public void EveryExampleOfASpecKey_ParsesClean() =>
        Assert.All(
            PolicyKeys.SpecKeys.Keys.Where(key => key != PolicyKeys.Metrics),
            key => Assert.Empty(PolicyParser.Parse(PolicyText.Of("{name: m, kind: series, margin: 1}", JudgeOf(key) + key.Example)).Violations));

    [Theory]
    [MemberData(nameof(MetricKeys))]
    public void EveryExampleOfAMetricKey_ParsesClean(string place)
    {
        MetricKind kind = Enum.Parse<MetricKind>(place.Split('.')[0]);
        PolicyKey[] keys = [.. PolicyKeys.MetricOf(kind).Keys];
        PolicyKey key = keys.Single(known => known.Name == place.Split('.')[1]);
        PolicyKey[] partners = [.. keys.Where(known => known.IsRequired || (known.Shape is TermShape && key.Shape is TermShape))];
        string word = PolicyWords.Of(PolicyWords.Kinds, kind);
        IEnumerable<string> lines = partners.Append(key).Distinct().Select(known => known == PolicyKeys.MetricKindKey ? $"kind: {word}" : known.Example);

        Assert.Empty(PolicyParser.Parse(PolicyText.Of($"{{{string.Join(", ", lines)}}}", $"{JudgeOf(key)}warmup: 3")).Violations);
    }

    [Fact]
    public void EveryDefaultOfTheSpec_IsThePages()
    {
        CanaryPolicy policy = PolicyParser.Parse(PolicyText.Of("{name: m, kind: series, margin: 1}")).Policy!;
        string[] written = PolicyWriter.Write(policy).Split('\n');

        Assert.All(PolicyKeys.SpecKeys.Keys.Where(key => key.Shape is not (MetricsShape or ObjectShape)), key =>
        {
            string value = written.Single(line => line.StartsWith($"  {key.Name}: ", StringComparison.Ordinal)).Split(": ")[1];
            Assert.Matches($@"(?m)^\| `{key.Name}` \|.*\| `{Regex.Escape(value)}` \| `{key.Name}: [^|]*\|$", Page);
            Assert.Contains($"Default: {value}.", key.Meaning);
        });
    }

    [Theory]
    [InlineData("threshold")]
    [InlineData("kayenta")]
    public void EveryDefaultOfAJudgesOwnRules_IsThePages(string judge)
    {
        KeyTable table = judge == "threshold" ? PolicyKeys.ThresholdKeys : PolicyKeys.KayentaKeys;
        string[] written = PolicyWriter.Write(PolicyParser.Parse(PolicyText.Of("{name: m, kind: series, margin: 1}", $"judge: {judge}")).Policy!).Split('\n');

        Assert.All(table.Keys.Where(key => key != PolicyKeys.Weights), key =>
        {
            string value = written.Single(line => line.StartsWith($"    {key.Name}: ", StringComparison.Ordinal)).Split(": ")[1];
            Assert.Matches($@"(?m)^\| `{key.Name}` \|.*\| `{Regex.Escape(value)}` \|$", Page);
            Assert.Contains($"Default: {value}.", key.Meaning);
            Assert.Empty(PolicyParser.Parse(PolicyText.Of("{name: m, kind: series, margin: 1}", $"judge: {judge}, {judge}: {{{key.Example}}}")).Violations);
        });
    }

    // What belongs to one judge alone is written beside it.
    private static string JudgeOf(PolicyKey key) => key.Meaning.StartsWith("With judge threshold only", StringComparison.Ordinal) ? "judge: threshold, "
        : key.Meaning.StartsWith("With judge kayenta only", StringComparison.Ordinal) ? "judge: kayenta, " : "";

    [GeneratedRegex(@"^```yaml\n(?<yaml>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline, 1000)]
    private static partial Regex Block();

    [GeneratedRegex(@"^\| `(?:interval|warmup|horizon|atHorizon|history|judge|guarantee|confidence|failShare)` \|.*\| `(?<example>[^`]*)` \|$", RegexOptions.Multiline, 1000)]
    private static partial Regex SpecExample();
}
