using System.Text.RegularExpressions;
using CanaryJudge.EndToEnd.Tests.Monitoring;

namespace CanaryJudge.EndToEnd.Tests.Guides;

/// <summary>The pages for people: README.md, the chart's, and everything in docs.</summary>
internal static partial class Pages
{
    /// <summary>Every page, from the checkout's root.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. new[] { "README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md" },
        .. Directory.EnumerateFiles(Path.Combine(Dashboards.Root, "docs"), "*.md", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Dashboards.Root, file)).Order(StringComparer.Ordinal),
    ];

    /// <summary>The text of a page.</summary>
    public static string Read(string page) => File.ReadAllText(Path.Combine(Dashboards.Root, page));

    /// <summary>The blocks of a language, without their fences.</summary>
    public static IEnumerable<string> Blocks(string page, string language) =>
        Fence().Matches(Read(page)).Where(fence => fence.Groups["language"].Value == language).Select(fence => fence.Groups["body"].Value);

    /// <summary>The anchors of a page's headings, as GitHub makes them.</summary>
    public static HashSet<string> Anchors(string page) =>
        [.. Heading().Matches(Fence().Replace(Read(page), "")).Select(heading => NoAnchor().Replace(heading.Groups["title"].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'))];

    /// <summary>The links of a page that lead to files: target and anchor.</summary>
    public static IEnumerable<(string File, string Anchor)> Links(string page) =>
        Link().Matches(Fence().Replace(Read(page), "")).Select(link => (link.Groups["file"].Value, link.Groups["anchor"].Value)).Where(link => !link.Item1.Contains("://", StringComparison.Ordinal));

    [GeneratedRegex(@"^```(?<language>\w*)\n(?<body>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^#{1,6} (?<title>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N}_ -]", RegexOptions.None, 1000)]
    private static partial Regex NoAnchor();

    [GeneratedRegex(@"\]\((?<file>[^)#\s]*)(#(?<anchor>[^)\s]+))?\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();
}
