using System.Text.Json;
using CanaryJudge.Cli.Tests.Fixtures;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.Sources;

namespace CanaryJudge.Cli.Tests.Verdicts;

public sealed class JudgeCommandTests
{
    private static readonly string[] Judge =
        ["judge", "--policy", "-", "--prometheus", "http://localhost:9090", "--baseline", "version=v1", "--canary", "version=v2", "--since", "30m"];

    [Theory]
    [InlineData(0.01, 0.01, 20, 0, "PROMOTE")]
    [InlineData(0.01, 0.03, 20, 4, "ROLLBACK")]
    [InlineData(0.01, 0.01, 0.5, 3, "PAUSE")]
    public async Task Judge_OfSuchShares_AnswersWithThisCodeAndWord(double baseline, double canary, double perSecond, int code, string word)
    {
        InProcess.Result result = await RunAsync(FakeSource.Errors(baseline, canary, perSecond));
        Assert.Equal((code, ""), (result.Code, result.Error));
        Assert.Contains($"\n{word}  ", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Judge_WhenTheSourceFails_IsExit1AndSaysThatNothingIsKnown()
    {
        InProcess.Result result = await RunAsync(FakeSource.Failing(ProblemKind.Unreachable, "No connection to http://localhost:9090."));
        Assert.Equal(1, result.Code);
        Assert.Contains("COULD NOT JUDGE", result.Out, StringComparison.Ordinal);
        Assert.Contains("No connection to http://localhost:9090.", result.Out.Replace('\n', ' '), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Judge_SinceHalfAnHour_EndsAtTheLastWholeMinute()
    {
        InProcess.Result result = await RunAsync(FakeSource.Errors(0.01, 0.01), "--output", "json");
        JsonElement windows = Parse(result.Out).GetProperty("windows");
        Assert.Equal("2026-01-31T10:00:00Z", windows.GetProperty("start").GetString());
        Assert.Equal("2026-01-31T10:30:00Z", windows.GetProperty("end").GetString());
        Assert.Equal(30, windows.GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task Judge_FromATimeToNow_LeavesOutTheWindowThatIsNotWhole()
    {
        string[] line = [.. Judge[..^2], "--from", "2026-01-31T10:10:30Z", "--output", "json"];
        InProcess.Result result = await InProcess.RunWithAsync(new() { Input = Documents.Policy, Source = FakeSource.Errors(0.01, 0.01) }, line);
        JsonElement windows = Parse(result.Out).GetProperty("windows");
        Assert.Equal("2026-01-31T10:10:30Z", windows.GetProperty("start").GetString());
        Assert.Equal("2026-01-31T10:29:30Z", windows.GetProperty("end").GetString());
    }

    [Fact]
    public async Task Judge_WithTooFewWindows_IsExit1AndSaysHowLongToWait()
    {
        string[] line = [.. Judge[..^2], "--from", "2026-01-31T10:28:00Z"];
        InProcess.Result result = await InProcess.RunWithAsync(new() { Input = Documents.Policy }, line);
        Assert.Equal((1, ""), (result.Code, result.Out));
        Assert.Contains("Wait 1m40s more, until 2026-01-31T10:32:00Z", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Judge_SinceLessThanAWindow_IsExit2()
    {
        InProcess.Result result = await InProcess.RunWithAsync(new() { Input = Documents.Policy }, [.. Judge[..^1], "59s"]);
        Assert.Equal((2, ""), (result.Code, result.Out));
        Assert.Contains("--since 59s is shorter than one window of the policy (1m)", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Judge_OfOneScopeWithItself_IsWrongUsageAndSaysSo()
    {
        string[] line = [.. Judge, "--canary", "version=v1"];
        line = [.. line.Where((_, k) => k is not (7 or 8))];
        InProcess.Result result = await InProcess.RunWithAsync(new() { Input = Documents.Policy }, line);
        Assert.Equal((2, ""), (result.Code, result.Out));
        Assert.Contains("--canary: 'version=v1' is the same as --baseline.", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("json", false)]
    [InlineData("ndjson", true)]
    public async Task Judge_OfAWrongPolicy_StillPrintsOneObjectForThePipeline(string format, bool hasType)
    {
        InProcess.Result result = await InProcess.RunWithAsync(new() { Input = Documents.Wrong }, [.. Judge, "--output", format]);
        Assert.Equal(1, result.Code);
        Assert.Contains("stdin:5:3: ", result.Error, StringComparison.Ordinal);
        JsonElement json = Parse(result.Out);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("verdict").ValueKind);
        Assert.Equal(1, json.GetProperty("exit_code").GetInt32());
        Assert.Equal(3, json.GetProperty("violations").GetArrayLength());
        Assert.Equal(hasType, json.TryGetProperty("type", out _));
    }

    [Fact]
    public async Task Judge_WithRecord_KeepsTheVerdictSoThatReplayCanCompare()
    {
        using var folder = new TemporaryFolder();
        string file = folder.At("run.jsonl");
        InProcess.Result judged = await RunAsync(FakeSource.Errors(0.01, 0.03, 20), "--output", "json", "--record", file);
        InProcess.Result replayed = await InProcess.RunAsync("replay", file, "--explain-difference");
        Assert.Equal((4, 0), (judged.Code, replayed.Code));
        JsonElement line = Parse(replayed.Out);
        Assert.True(line.GetProperty("same").GetBoolean());
        Assert.Equal(Parse(judged.Out).GetProperty("reason").GetString(), line.GetProperty("recorded").GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Judge_AsLines_EndsWithTheVerdict()
    {
        InProcess.Result result = await RunAsync(FakeSource.Errors(0.01, 0.03), "--output", "ndjson");
        JsonElement[] lines = [.. result.Out.TrimEnd().Split('\n').Select(Parse)];
        Assert.Equal(["judgement", "verdict"], lines.Select(l => l.GetProperty("type").GetString()!));
        Assert.Equal(4, lines[1].GetProperty("exit_code").GetInt32());
        Assert.Equal(4, lines[0].GetProperty("queries").GetArrayLength());
    }

    [Fact]
    public async Task Judge_WhenQuiet_PrintsTheVerdictOnly()
    {
        InProcess.Result result = await RunAsync(FakeSource.Errors(0.01, 0.03), "--quiet");
        Assert.Equal(4, result.Code);
        Assert.StartsWith("ROLLBACK  ", result.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("Metric", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Judge_OnAPipe_HasNoEscapeCodes() =>
        Assert.DoesNotContain('\e', (await RunAsync(FakeSource.Errors(0.01, 0.03))).Out);

    [Theory]
    [InlineData(true, false, true)]
    [InlineData(false, false, false)]
    [InlineData(true, true, false)]
    public async Task Judge_OnATerminal_HasColoursUnlessTheyAreNotWanted(bool wanted, bool noColor, bool expected)
    {
        InProcess.Setup setup = new() { Input = Documents.Policy, Source = FakeSource.Errors(0.01, 0.03), IsTerminal = true, ColorWanted = wanted };
        InProcess.Result result = await InProcess.RunWithAsync(setup, noColor ? [.. Judge, "--no-color"] : Judge);
        Assert.Equal(4, result.Code);
        Assert.Equal(expected, result.Out.Contains('\e', StringComparison.Ordinal));
    }

    [Fact]
    public async Task Judge_WhenInterrupted_IsExit130WithNothingOnStandardOutput()
    {
        using var interruption = new CancellationTokenSource();
        await interruption.CancelAsync();
        InProcess.Setup setup = new() { Input = Documents.Policy, Source = FakeSource.Errors(0.01, 0.03), Interrupted = interruption.Token };
        InProcess.Result result = await InProcess.RunWithAsync(setup, Judge);
        Assert.Equal((130, "", "canaryjudge: interrupted\n"), (result.Code, result.Out, result.Error));
    }

    [Fact]
    public async Task Judge_WithEveryOptionOfTheSource_OpensItWithThem()
    {
        InProcess.Result result = await InProcess.RunWithAsync(
            new() { Input = Documents.Policy, Source = FakeSource.Errors(0.01, 0.01) },
            "judge", "--policy", "-", "--prometheus", "https://metrics.example/prefix", "--baseline", "version=v1", "--canary", "version=v2", "--since", "30m",
            "--basic-user", "me", "--basic-password-file", "pw", "--header", "X-One: 1", "--header", "X-Two: 2: 3", "--tenant", "shop",
            "--ca-file", "ca.pem", "--cert-file", "c.pem", "--key-file", "k.pem", "--timeout", "5s");
        Assert.Equal(0, result.Code);
        CanaryJudge.Sources.Prometheus.PrometheusOptions opened = result.Opened!;
        Assert.Equal(new Uri("https://metrics.example/prefix"), opened.Address);
        Assert.Equal(("me", "pw", "shop", TimeSpan.FromSeconds(5)), (opened.Username, opened.PasswordFile, opened.Tenant, opened.Timeout));
        Assert.Equal(("ca.pem", "c.pem", "k.pem"), (opened.CaFile, opened.ClientCertificateFile, opened.ClientKeyFile));
        Assert.Equal([KeyValuePair.Create("X-One", "1"), KeyValuePair.Create("X-Two", "2: 3")], opened.Headers.OrderBy(h => h.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Judge_OfAMissingPolicy_IsExit1()
    {
        string[] line = [.. Judge];
        line[2] = "/nowhere/p.yaml";
        InProcess.Result result = await InProcess.RunAsync(line);
        Assert.Equal((1, ""), (result.Code, result.Out));
        Assert.StartsWith("canaryjudge: /nowhere/p.yaml: it cannot be read: ", result.Error, StringComparison.Ordinal);
    }

    private static Task<InProcess.Result> RunAsync(IMetricSource source, params string[] more) =>
        InProcess.RunWithAsync(new() { Input = Documents.Policy, Source = source }, [.. Judge, .. more]);

    private static JsonElement Parse(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
