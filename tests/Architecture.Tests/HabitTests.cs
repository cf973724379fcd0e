using System.Text.RegularExpressions;

namespace CanaryJudge.Architecture.Tests;

/// <summary>Habits that a reviewer would otherwise have to look for.</summary>
public sealed partial class HabitTests
{
    // A file of this length has more than one reason to exist; the exceptions say why.
    private const int MostLines = 350;

    [Fact]
    public void SourceFiles_Length_StaysReadable()
    {
        IEnumerable<string> tooLong = Repository.Files("src", "*.cs")
            .Select(f => (File: Repository.Relative(f), Lines: File.ReadAllLines(f).Length))
            .Where(f => f.Lines > MostLines)
            .Select(f => $"{f.File}: {f.Lines} lines");

        Assert.Empty(tooLong);
    }

    [Fact]
    public void SourceNames_NeverSayNothing()
    {
        IEnumerable<string> vague = Repository.Files("src", "*.cs").Select(Repository.Relative).Where(f => Vague().IsMatch(f));

        Assert.Empty(vague);
    }

    [Fact]
    public void Files_NeverHoldAPromiseForLater()
    {
        IEnumerable<string> promises = new[] { "src", "samples", "protos", "eng", "tests" }
            .SelectMany(folder => Repository.Files(folder, "*.*"))
            .Where(f => Path.GetExtension(f) is ".cs" or ".proto" or ".sh" or ".csproj" && Path.GetFileName(f) != "HabitTests.cs")
            .Where(f => Promise().IsMatch(File.ReadAllText(f)))
            .Select(Repository.Relative);

        Assert.Empty(promises);
    }

    [Fact]
    public void SkippedTests_AlwaysGiveAReason()
    {
        IEnumerable<string> silent = Repository.Files("tests", "*.cs")
            .Where(f => SilentSkip().IsMatch(File.ReadAllText(f)))
            .Select(Repository.Relative);

        Assert.Empty(silent);
    }

    [GeneratedRegex(@"(Utils?|Helpers?|Common|Misc|Manager)(\.cs|/)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Vague();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX|NotImplementedException)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Promise();

    [GeneratedRegex(@"Skip\s*=\s*""\s*""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SilentSkip();
}
