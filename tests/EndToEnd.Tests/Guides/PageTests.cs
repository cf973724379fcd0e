using System.Text.Json;
using CanaryJudge.EndToEnd.Tests.Monitoring;
using CanaryJudge.Judging.Policies;
using YamlDotNet.RepresentationModel;

namespace CanaryJudge.EndToEnd.Tests.Guides;

/// <summary>Pages lead where they say, the README leads to all of them, and what they show is what the policy reader takes.</summary>
public sealed class PageTests
{
    public static TheoryData<string> Names => [.. Pages.All];

    public static TheoryData<string> Migrations => [.. Pages.All.Where(page => Path.GetFileName(page).StartsWith("migrating-from-", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryLink_LeadsToAFile_AndToAHeadingInIt(string page)
    {
        string folder = Path.GetDirectoryName(page)!;
        List<string> broken = [];
        foreach ((string file, string anchor) in Pages.Links(page))
        {
            string target = file.Length == 0 ? page : Path.GetRelativePath(Dashboards.Root, Path.GetFullPath(Path.Combine(Dashboards.Root, folder, file)));
            if (!Path.Exists(Path.Combine(Dashboards.Root, target))) broken.Add(file);
            else if (anchor.Length > 0 && target.EndsWith(".md", StringComparison.Ordinal) && !Pages.Anchors(target).Contains(anchor)) broken.Add($"{file}#{anchor}");
        }

        Assert.Empty(broken);
    }

    [Fact]
    public void Readme_LeadsToEveryPage_InTwoSteps()
    {
        string[] linked = [.. Pages.Links("README.md").Select(link => link.File)];
        IEnumerable<string> further = linked.Where(Pages.All.Contains).SelectMany(page => Pages.Links(page).Select(link => Path.GetRelativePath(Dashboards.Root, Path.GetFullPath(Path.Combine(Dashboards.Root, Path.GetDirectoryName(page)!, link.File)))));
        // Decisions by their folder.
        IEnumerable<string> lost = Pages.All.Where(page => !page.StartsWith("docs/decisions/", StringComparison.Ordinal) && page != "README.md").Except(linked).Except(further);

        Assert.Empty(lost);
        Assert.Contains("docs/runbooks/README.md", linked);
        Assert.Contains("docs/decisions/", linked);
    }

    [Theory]
    [MemberData(nameof(Migrations))]
    public void ConvertedExamples_AreTakenByThePolicyReader_AndTheOriginalsAreWellFormed(string page)
    {
        string[] blocks = [.. Pages.Blocks(page, "yaml")], ours = [.. blocks.Where(IsOurs)];

        Assert.Equal(2, ours.Length);
        Assert.All(ours, policy =>
        {
            PolicyResult read = PolicyParser.Parse(policy);
            Assert.Empty(read.Violations);
            Assert.All(read.Policy!.Metrics, metric => Assert.NotEmpty(metric.Terms));
        });
        // The first keeps the rule they come from, the second is what is advised.
        Assert.NotEqual(JudgeRule.Sequential, PolicyParser.Parse(ours[0]).Policy!.Judge);
        Assert.Equal(JudgeRule.Sequential, PolicyParser.Parse(ours[1]).Policy!.Judge);
        Assert.Equal(1, blocks.Count(block => !IsOurs(block)) + Pages.Blocks(page, "json").Count());
        Assert.All(Pages.Blocks(page, "json"), json => JsonDocument.Parse(json).Dispose());
        Assert.All(blocks, yaml => new YamlStream().Load(new StringReader(yaml)));
    }

    private static bool IsOurs(string yaml) => yaml.StartsWith("apiVersion: canaryjudge.io/", StringComparison.Ordinal);
}
