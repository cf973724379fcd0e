using System.Globalization;
using System.Text.Json;
using CanaryJudge.Cli.Tests.Fixtures;

namespace CanaryJudge.Cli.Tests.Comparing;

public sealed class CompareCommandTests
{
    private const string Baseline = "12.1 13.4 11.8 12.9 14.2\n13.1 12.4 13.8 12.0 13.3\n";
    private const string Canary = "13.0\n14.1\n12.7\n13.9\n15.3\n14.4\n13.2\n14.9\n12.8\n14.0\n";
    private const string TiedBaseline = "0 0 0 1 0 2 0 0 1 0 0 3";
    private const string TiedCanary = "0 1 0 2 0 3 1 0 4 0 2 5";

    // P from R 4.2.2 wilcox.test and SciPy 1.10.1 mannwhitneyu, which agree in all digits; the interval by sorting the hundred differences.
    [Theory]
    [InlineData("auto", "two-sided", "exact", 0.052425902)]
    [InlineData("exact", "two-sided", "exact", 0.052425902)]
    [InlineData("normal", "two-sided", "normal", 0.053902557)]
    [InlineData("exact", "greater", "exact", 0.026212951)]
    public async Task Compare_AsJson_HasTheReferenceNumbersWithAllDigits(string method, string alternative, string used, double p)
    {
        InProcess.Result result = await RunAsync(Baseline, Canary, "--output", "json", "--method", method, "--alternative", alternative);
        Assert.Equal((0, ""), (result.Code, result.Error));
        using JsonDocument json = JsonDocument.Parse(result.Out);
        JsonElement root = json.RootElement;
        Assert.Equal(["n_baseline", "n_canary", "u", "p", "method", "shift", "low", "high", "confidence", "achieved", "a12"], root.EnumerateObject().Select(e => e.Name));
        Assert.Equal((10, 10, 76.0, used), (root.GetProperty("n_baseline").GetInt32(), root.GetProperty("n_canary").GetInt32(), Number(root, "u"), root.GetProperty("method").GetString()));
        Assert.Equal(p, Number(root, "p"), 5e-10);
        Assert.Equal(0.9, Number(root, "shift"), 1e-12);
        Assert.Equal((0.98, 0.76), (Number(root, "confidence"), Number(root, "a12")));
        if (alternative == "greater")
        {
            Assert.Equal(JsonValueKind.Null, root.GetProperty("high").ValueKind);
            return;
        }

        Assert.Equal(-0.2, Number(root, "low"), 1e-12);
        Assert.Equal(2.0, Number(root, "high"), 1e-12);
        Assert.InRange(Number(root, "achieved"), 0.98, 0.99);
    }

    [Theory]
    [InlineData("exact", "permutation", 0.174836067)]
    [InlineData("normal", "normal", 0.164579916)]
    public async Task Compare_OfTiedNumbers_CountsTheirPermutationsWhenExactIsAskedFor(string method, string used, double p)
    {
        InProcess.Result result = await RunAsync(TiedBaseline, TiedCanary, "--output", "json", "--method", method);
        using JsonDocument json = JsonDocument.Parse(result.Out);
        Assert.Equal((94.5, used), (Number(json.RootElement, "u"), json.RootElement.GetProperty("method").GetString()));
        Assert.Equal(p, Number(json.RootElement, "p"), 5e-10);
    }

    [Fact]
    public async Task Compare_AsText_IsATableAndFourLines()
    {
        using var folder = new TemporaryFolder();
        string canary = folder.Write("canary.txt", Canary);
        InProcess.Result result = await InProcess.RunWithAsync(new() { Input = Baseline }, "compare", "-", canary, "--margin", "0.5");
        Assert.Equal((0, ""), (result.Code, result.Error));
        string[] lines = result.Out.Split('\n');
        Assert.StartsWith("file                               stdin", lines[1], StringComparison.Ordinal);
        Assert.EndsWith("canary.txt", lines[1], StringComparison.Ordinal);
        lines[1] = "file";
        Assert.Equal(
            """
                                            baseline                      canary
            file
            numbers                               10                          10
            median                                13                       13.95
            middle half             12.175 to 13.375             13.05 to 14.325
            range                       11.8 to 14.2                12.7 to 15.3

            shift       +0.9 (+6.92 % of the baseline's median)
            interval    -0.2 to +2 at 98 % (achieved 98.1457 %)
            U           76 of 100 pairs, A12 0.76
            p           0.052426 (exact, two-sided), above 0.02: may be luck

            Undecided against the margin of 0.5: the interval lies on both sides of it.
            More numbers make it narrower.

            """.ReplaceLineEndings("\n"),
            string.Join('\n', lines));
    }

    [Theory]
    [InlineData("5", "two-sided", "Within the margin of 5: no shift in the interval is that large.")]
    [InlineData("50%", "two-sided", "Within the margin of 50% (6.5): no shift in the interval is that large.")]
    [InlineData("2", "two-sided", "Undecided against the margin of 2: the interval lies on both sides of it.")]
    [InlineData("2.5", "less", "Within the margin of 2.5 upwards: the canary is not greater by that much.")]
    [InlineData("2.5", "greater", "Within the margin of 2.5 downwards: the canary is not less by that much.")]
    public async Task Compare_WithAMargin_SaysWhereTheIntervalLies(string margin, string alternative, string sentence)
    {
        InProcess.Result result = await RunAsync(Baseline, Canary, "--margin", margin, "--alternative", alternative);
        Assert.Contains($"\n{sentence}\n", result.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100, "Beyond the margin of 10% (1.3): the canary is greater by 98.9 or more.", "beyond")]
    [InlineData(-100, "Beyond the margin of 10% (1.3): the canary is less by 98 or more.", "beyond")]
    public async Task Compare_OfACanaryFarAway_IsBeyondTheMarginOnThatSide(double shift, string sentence, string word)
    {
        string moved = string.Join('\n', Canary.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(n => double.Parse(n, CultureInfo.InvariantCulture) + shift - (shift > 0 ? 0.9 : 0)));
        Assert.Contains(sentence, (await RunAsync(Baseline, moved, "--margin", "10%")).Out, StringComparison.Ordinal);
        InProcess.Result machine = await RunAsync(Baseline, moved, "--margin", "10%", "-o", "json");
        using JsonDocument json = JsonDocument.Parse(machine.Out);
        Assert.Equal(word, json.RootElement.GetProperty("against_margin").GetString());
        Assert.Equal(1.3, Number(json.RootElement, "margin"), 1e-12);
    }

    [Fact]
    public async Task Compare_OfTwoNumbersASide_SaysThatTheConfidenceIsOutOfReach()
    {
        InProcess.Result result = await RunAsync("1 2", "3 4");
        Assert.Contains("at 98 % (only 66.6667 % with so few numbers)", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_OfIdenticalNumbers_IsNoDifferenceAndFitsTheColumns()
    {
        InProcess.Result result = await RunAsync("7 7 7", "7 7 7", "--margin", "1");
        Assert.Contains("shift       0 (0 % of the baseline's median)\n", result.Out, StringComparison.Ordinal);
        Assert.Contains("p           1 (permutation, two-sided), above 0.02: may be luck\n", result.Out, StringComparison.Ordinal);
        Assert.All(result.Out.Split('\n'), line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public async Task Compare_ExactlyWithTooManyNumbers_IsExit1WithARemedy()
    {
        string many = string.Join(' ', Enumerable.Range(0, 400)), others = string.Join(' ', Enumerable.Range(0, 400).Select(k => k + 0.5));
        InProcess.Result result = await RunAsync(many, others, "--method", "exact");
        Assert.Equal((1, "", "canaryjudge: --method exact: 400 against 400 numbers are too many to count. Use --method auto.\n"), (result.Code, result.Out, result.Error));
    }

    [Fact]
    public async Task Compare_WithAShareOfZeroAsMargin_IsExit1()
    {
        InProcess.Result result = await RunAsync("0 0 0", "1 2 3", "--margin", "10%");
        Assert.Equal(1, result.Code);
        Assert.StartsWith("canaryjudge: --margin 10%: the baseline's median is 0", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a", "b", "--margin", "0")]
    [InlineData("a", "b", "--margin", "wide")]
    [InlineData("a", "b", "--confidence", "1")]
    [InlineData("a", "b", "--confidence", "NaN")]
    [InlineData("a", "b", "--alternative", "more")]
    [InlineData("a", "b", "--method", "guess")]
    [InlineData("-", "-")]
    [InlineData("a")]
    public async Task Compare_WithAWrongCommandLine_IsExit2(params string[] args)
    {
        InProcess.Result result = await InProcess.RunAsync(["compare", .. args]);
        Assert.Equal((2, ""), (result.Code, result.Out));
        Assert.StartsWith("canaryjudge: ", result.Error, StringComparison.Ordinal);
    }

    private static async Task<InProcess.Result> RunAsync(string baseline, string canary, params string[] options)
    {
        using var folder = new TemporaryFolder();
        return await InProcess.RunAsync(["compare", folder.Write("baseline.txt", baseline), folder.Write("canary.txt", canary), .. options]);
    }

    private static double Number(JsonElement root, string name) => root.GetProperty(name).GetDouble();
}
