using System.Text;
using System.Text.Json;
using CanaryJudge.Cli.Tests.Fixtures;
using CanaryJudge.Judging;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Sources.Recordings;

namespace CanaryJudge.Cli.Tests.Replaying;

public sealed class ReplayCommandTests
{
    private static readonly string Three = $"{Rollouts.Good("good/1")}\n{Rollouts.Broken("broken/1")}\n{Rollouts.Unclear("unclear/1")}\n";

    [Fact]
    public async Task Replay_OfThreeRollouts_PrintsTheJudgesOwnVerdictsInTheirOrder()
    {
        InProcess.Result result = await InProcess.RunWithAsync(new() { Input = Three }, "replay", "-");
        Assert.Equal((0, ""), (result.Code, result.Error));
        var expected = new StringBuilder();
        await foreach (RecordingLine line in RecordingReader.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(Three)), TestContext.Current.CancellationToken))
        {
            Verdict verdict = Judge.Evaluate(line.Recording!.Policy, line.Recording.Metrics);
            string word = verdict.Outcome.ToString().ToLowerInvariant();
            expected.Append($"{{\"id\":\"{line.Recording.Id}\",\"verdict\":\"{word}\",\"interval\":{(verdict.Outcome == VerdictOutcome.Pause ? 40 : verdict.WindowsElapsed)},\"reason\":\"{verdict.Reason}\"}}\n");
        }

        Assert.Equal(expected.ToString(), result.Out);
        Assert.Equal([("good/1", "promote"), ("broken/1", "rollback"), ("unclear/1", "pause")], Read(result.Out).Select(v => (v.Id, v.Verdict)));
    }

    [Fact]
    public async Task Replay_OfARolloutOnPause_GivesTheHorizonEvenIfFewerWindowsAreRecorded()
    {
        InProcess.Result result = await InProcess.RunWithAsync(new() { Input = Rollouts.Unclear("short") }, "replay", "-");
        Assert.Equal([("short", "pause", 40)], Read(result.Out));
    }

    [Theory]
    [InlineData("hold", "\"verdict\":\"pause\",\"interval\":6,\"reason\":\"The horizon of 6 windows is reached without proof either way.")]
    [InlineData("rollback", "\"verdict\":\"rollback\",\"interval\":6,\"by_horizon\":true,\"reason\":\"Not proven safe by the horizon of 6 windows")]
    public async Task Replay_OfARolloutOpenAtItsHorizon_IsWhatItsRuleSays(string rule, string wanted)
    {
        string open = Rollouts.Line("open", canaryBad: 22, rules: $"\"at_horizon\":\"{rule}\",").Replace("\"horizon\":12", "\"horizon\":6", StringComparison.Ordinal);
        InProcess.Result lines = await InProcess.RunWithAsync(new() { Input = open }, "replay", "-"), text = await InProcess.RunWithAsync(new() { Input = open }, "replay", "-", "--output", "text");

        Assert.StartsWith($"{{\"id\":\"open\",{wanted}", lines.Out, StringComparison.Ordinal);
        Assert.Equal(rule == "rollback", text.Out.StartsWith("open: ROLLBACK BY HORIZON after 6 of 6 windows\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Replay_OfAGrossRegression_NeedsFewerWindowsThanWereRecorded()
    {
        InProcess.Result result = await InProcess.RunWithAsync(new() { Input = Rollouts.Broken("a") }, "replay", "-");
        Assert.Equal([("a", "rollback", 3)], Read(result.Out));
    }

    [Fact]
    public async Task Replay_OfPlainGzipAndStandardInput_IsTheSame()
    {
        using var folder = new TemporaryFolder();
        string plain = folder.Write("a.jsonl", Three), packed = folder.Write("named-wrongly.jsonl", TemporaryFolder.Packed(Three));
        string[] outputs =
        [
            (await InProcess.RunAsync("replay", plain)).Out,
            (await InProcess.RunAsync("replay", packed)).Out,
            (await InProcess.RunWithAsync(new() { InputBytes = TemporaryFolder.Packed(Three) }, "replay", "-")).Out,
        ];
        Assert.Equal(3, outputs[0].TrimEnd().Split('\n').Length);
        Assert.Single(outputs.Distinct(StringComparer.Ordinal));
        Assert.Equal(outputs[0] + outputs[0], (await InProcess.RunAsync("replay", packed, plain)).Out);
    }

    [Fact]
    public async Task Replay_WithAnyNumberOfThreads_GivesTheSameBytesEveryTime()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("a.jsonl", Rollouts.Mixed(120));
        string first = (await InProcess.RunAsync("replay", file, "--parallel", "1")).Out;
        Assert.Equal(Enumerable.Range(0, 120).Select(k => $"mixed/{k}"), Read(first).Select(v => v.Id));
        foreach (string parallel in (string[])["1", "2", "7"])
            Assert.Equal(first, (await InProcess.RunAsync("replay", file, "--parallel", parallel)).Out);
    }

    [Fact]
    public async Task Replay_OfBadLinesAndFiles_NamesThemJudgesTheOthersAndIsExit1()
    {
        using var folder = new TemporaryFolder();
        string wrong = Rollouts.Good("wrong").Replace("\"margin\"", "\"marginn\"", StringComparison.Ordinal);
        string mixed = folder.Write("mixed.jsonl", $"{Rollouts.Good("a")}\n\n{wrong}\nnonsense\n{Rollouts.Broken("b")}\n");
        string empty = folder.Write("empty.jsonl", "\n"), missing = folder.At("missing.jsonl");
        string damaged = folder.Write("damaged.gz", TemporaryFolder.Packed(Three)[..^12]);
        string good = folder.Write("good.jsonl", Rollouts.Good("c"));
        InProcess.Result result = await InProcess.RunAsync("replay", mixed, empty, missing, damaged, folder.At("."), good);
        Assert.Equal(1, result.Code);
        Assert.Equal(["a", "b", "c"], Read(result.Out).Select(v => v.Id).Where(id => id.Length == 1));
        string[] errors = result.Error.TrimEnd().Split('\n');
        Assert.Contains(errors, e => e.StartsWith($"{mixed}:3:", StringComparison.Ordinal) && e.Contains("marginn", StringComparison.Ordinal));
        Assert.Contains(errors, e => e.StartsWith($"{mixed}:4:", StringComparison.Ordinal) && e.Contains("not JSON", StringComparison.Ordinal));
        Assert.Contains($"{empty}: it holds no recordings.", errors);
        Assert.Contains(errors, e => e.StartsWith($"{missing}: it cannot be read: ", StringComparison.Ordinal));
        Assert.Contains(errors, e => e.StartsWith($"{damaged}:", StringComparison.Ordinal));
        Assert.Contains(errors, e => e.StartsWith($"{folder.At(".")}: it cannot be read: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Replay_AsText_SaysEachVerdictWithItsReasonAndCountsThem()
    {
        InProcess.Result result = await InProcess.RunWithAsync(new() { Input = Three + "nonsense" }, "replay", "-", "--output", "text");
        Assert.Equal(1, result.Code);
        string[] lines = result.Out.TrimEnd().Split('\n');
        Assert.All(lines, line => Assert.True(line.Length <= 80, line));
        Assert.Matches(@"^good/1: PROMOTE after \d+ of 12 windows$", lines[0]);
        Assert.StartsWith("  error_rate ", lines[1], StringComparison.Ordinal);
        Assert.Contains("broken/1: ROLLBACK after 3 of 12 windows", lines);
        Assert.Contains("unclear/1: PAUSE still at the horizon of 40 windows", lines);
        Assert.Equal("3 rollouts: 1 promote, 1 pause, 1 rollback; 1 could not be judged", lines[^1]);
        Assert.StartsWith("stdin:4:", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_WithAnotherJudge_JudgesByIt()
    {
        string stated = Rollouts.Line("stated", 600, "\"judge\":\"fixed\",");
        InProcess.Result asRecorded = await InProcess.RunWithAsync(new() { Input = $"{stated}\n{Rollouts.Broken("silent")}" }, "replay", "-");
        Assert.Equal([("stated", "rollback", 12), ("silent", "rollback", 3)], Read(asRecorded.Out));
        InProcess.Result sequential = await InProcess.RunWithAsync(new() { Input = stated }, "replay", "-", "--judge", "sequential");
        Assert.Equal([("stated", "rollback", 3)], Read(sequential.Out));
        InProcess.Result once = await InProcess.RunWithAsync(new() { Input = Rollouts.Broken("silent") }, "replay", "-", "--judge", "fixed");
        Assert.Equal([("silent", "rollback", 12)], Read(once.Out));
    }

    [Theory]
    [InlineData("-", "-")]
    [InlineData("-", "--policy", "-")]
    [InlineData("a.jsonl", "--parallel", "0")]
    [InlineData("a.jsonl", "--parallel", "many")]
    [InlineData("a.jsonl", "--judge", "kind")]
    [InlineData("a.jsonl", "--output", "json")]
    [InlineData]
    public async Task Replay_WithAWrongCommandLine_IsExit2(params string[] args)
    {
        InProcess.Result result = await InProcess.RunAsync(["replay", .. args]);
        Assert.Equal((2, ""), (result.Code, result.Out));
        Assert.StartsWith("canaryjudge: ", result.Error, StringComparison.Ordinal);
    }

    private static IEnumerable<(string Id, string Verdict, int Interval)> Read(string output)
    {
        foreach (string line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using JsonDocument json = JsonDocument.Parse(line);
            JsonElement root = json.RootElement;
            Assert.Equal(["id", "verdict", "interval", "reason"], root.EnumerateObject().Select(p => p.Name));
            yield return (root.GetProperty("id").GetString()!, root.GetProperty("verdict").GetString()!, root.GetProperty("interval").GetInt32());
        }
    }
}
