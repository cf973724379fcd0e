using System.Text.RegularExpressions;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Judging.Policies.Documents;

namespace CanaryJudge.Judging.Tests.Policies;

/// <summary>docs/policy-reference.md is what the parser's own table says.</summary>
public sealed partial class PolicyReferenceTests
{
    [Fact]
    public void Page_IsFresh()
    {
        string page = File.ReadAllText(Path.Combine(Samples.Root, "docs", "policy-reference.md"));

        Assert.True(PolicyReference.Markdown == page, "docs/policy-reference.md is old: run eng/renew-docs.sh");
    }

    [Fact]
    public void EveryKey_OfEveryTable_IsARowWithItsMeaningAndExample() => Assert.All(
        new[] { PolicyKeys.Document, PolicyKeys.MetadataKeys, PolicyKeys.SpecKeys, PolicyKeys.AnyMetric, PolicyKeys.MarginKeys, PolicyKeys.ThresholdKeys, PolicyKeys.KayentaKeys, PolicyKeys.EffectSizeKeys, PolicyKeys.CounterReadings, PolicyKeys.ExposureReadings }
            .SelectMany(table => table.Keys),
        key =>
        {
            Assert.Matches($@"(?m)^\| `{key.Name}`( \*required\*)? \| .+ \| .+ \| `.+` \|$", PolicyReference.Markdown);
            Assert.Contains($"| {key.Meaning.Replace("|", "\\|", StringComparison.Ordinal)} | `{key.Example}` |", PolicyReference.Markdown, StringComparison.Ordinal);
        });

    [Fact]
    public void EveryLinkWithinThePage_LeadsToAHeading()
    {
        string[] anchors = [.. Heading().Matches(PolicyReference.Markdown).Select(heading => heading.Groups["title"].Value.ToLowerInvariant().Replace(' ', '-'))];

        Assert.All(Link().Matches(PolicyReference.Markdown).Select(link => link.Groups["anchor"].Value), anchor => Assert.Contains(anchor, anchors));
    }

    [GeneratedRegex("^## (?<title>.+)$", RegexOptions.Multiline, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\(#(?<anchor>[^)]+)\)", RegexOptions.None, 1000)]
    private static partial Regex Link();
}
