using System.Text.Json;
using CanaryJudge.Cli.Tests.Fixtures;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;

namespace CanaryJudge.Cli.Tests.Rehearsing;

public sealed class RehearsalCommandTests
{
    private const string Policy = """
        apiVersion: canaryjudge.io/v1
        kind: CanaryPolicy
        metadata: {name: checkout}
        spec:
          horizon: 30
          history: 20
          metrics:
            - name: error_rate
              kind: ratio
              bad: http_requests_total{code=~"5.."}
              total: http_requests_total
              margin: 1pp
        """;

    [Fact]
    public async Task Backtest_OfRecordings_IsATableWithinEightyColumns()
    {
        using var folder = new TemporaryFolder();
        InProcess.Result result = await InProcess.RunAsync("backtest", folder.Write("past.jsonl", PastFiles.Recordings(8)), "--canary-share", "25%", "--rollouts", "40");

        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.StartsWith("past: horizon of 60 windows of 1m (3 warm-up, 30 history)\nPast: 727 windows\n8 recordings of ", result.Out, StringComparison.Ordinal);
        Assert.All(result.Out.Split('\n'), line => Assert.True(line.Length <= 80 || line.Contains("past.jsonl", StringComparison.Ordinal), line));
        Assert.Matches(@"\nthe whole policy   nothing +0% \[0, 8\.8\] +100% ", result.Out);
        Assert.Matches(@"\n {19}\+2 margins +100% \[91, 100\] +0% ", result.Out);
        Assert.Matches(@"\n {19}leak +1?[0-9]+% ", result.Out);
        Assert.Contains("Of 40 healthy rollouts this policy would have rolled back 0, promoted 40 and left 0", result.Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.EndsWith("\nNothing asks to be changed.\n", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backtest_AsJson_IsTheSameForEveryNumberOfThreads()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("past.jsonl.gz", TemporaryFolder.Packed(PastFiles.Recordings(3)));
        InProcess.Result one = await InProcess.RunAsync("backtest", file, "--rollouts", "12", "--output", "json", "--parallel", "1");
        InProcess.Result more = await InProcess.RunAsync("backtest", file, "--rollouts", "12", "--output", "json", "--parallel", "7");
        InProcess.Result other = await InProcess.RunAsync("backtest", file, "--rollouts", "12", "--output", "json", "--seed", "2");

        Assert.Equal(one.Out, more.Out);
        Assert.NotEqual(one.Out, other.Out);
        using JsonDocument json = JsonDocument.Parse(one.Out);
        Assert.Equal(one.Code, json.RootElement.GetProperty("exit_code").GetInt32());
        Assert.Equal(["error_rate", "memory"], json.RootElement.GetProperty("metrics").EnumerateArray().Select(m => m.GetProperty("metric").GetString()));
        JsonElement leak = json.RootElement.GetProperty("metrics")[1].GetProperty("injected")[2];
        Assert.Equal("leak", leak.GetProperty("wrong").GetString());
        JsonElement endings = leak.GetProperty("endings");
        Assert.Equal(12, endings.GetProperty("promoted").GetProperty("count").GetInt32() + endings.GetProperty("rolled_back").GetProperty("count").GetInt32() + endings.GetProperty("undecided").GetInt32());
        Assert.Equal(0.05, json.RootElement.GetProperty("canary_share").GetDouble());
    }

    [Fact]
    public async Task Plan_OfLittleTraffic_SaysWhatWouldDecideItAndExitsAsAPause()
    {
        using var folder = new TemporaryFolder();
        InProcess.Result result = await InProcess.RunAsync("plan", folder.Write("past.jsonl", PastFiles.Recordings(6, requests: 500, margin: "0.005")), "--rollouts", "30");

        Assert.Equal((3, ""), (result.Code, result.Error));
        string text = string.Join(' ', result.Out.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        Assert.Matches(@"\nerror_rate +1\.0\d% +25 +1\.\dx +0\.\d+pp +", result.Out);
        Assert.Matches(@"- error_rate: a healthy canary passes within the horizon of 60 windows in only \d+ of 30 rehearsals; .*a margin of [0-9.]+pp instead of 0\.5pp.* would decide it\.", text);
        Assert.DoesNotContain("memory: ", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backtest_OfAPolicyThatRollsBackAtTheHorizon_SaysHowManyHealthyOnesThatHits()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("past.jsonl", PastFiles.Recordings(6, requests: 500, margin: "0.005").Replace("\"horizon\":60", "\"horizon\":60,\"at_horizon\":\"rollback\"", StringComparison.Ordinal));
        InProcess.Result text = await InProcess.RunAsync("backtest", file, "--rollouts", "30"), json = await InProcess.RunAsync("backtest", file, "--rollouts", "30", "--output", "json");

        Assert.Equal((3, 3), (text.Code, json.Code));
        string flat = string.Join(' ', text.Out.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        Assert.Matches(@" left (?<open>[1-9]\d*) undecided at the horizon, where it rolls \k<open> of them back \(atHorizon: rollback\)\.", flat);
        Assert.Matches(@"- atHorizon: rollback would have rolled back \d+ of 30 healthy rollouts that were undecided", flat);
        using JsonDocument read = JsonDocument.Parse(json.Out);
        JsonElement healthy = read.RootElement.GetProperty("healthy");
        Assert.Equal((healthy.GetProperty("undecided").GetInt32(), 0), (healthy.GetProperty("rolled_back_at_horizon").GetInt32(), healthy.GetProperty("promoted_at_horizon").GetInt32()));
        Assert.Equal("rollback", read.RootElement.GetProperty("windows").GetProperty("at_horizon").GetString());
    }

    [Fact]
    public async Task Plan_OfAPrometheus_AsksTheBaselineOnlyAndInPieces()
    {
        using var file = new TemporaryFile(Policy);
        var source = new PastFiles.Instances(1);
        InProcess.Result result = await InProcess.RunWithAsync(new InProcess.Setup { Source = source },
            "plan", "--policy", file.Path, "--prometheus", "http://localhost:9090", "--baseline", "version=v1", "--canary-share", "50%", "--rollouts", "20", "--output", "json");

        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.All(source.Asked, query => Assert.Equal(Side.Baseline, query.Side));
        // A day of minutes: pieces of a thousand windows, two questions each.
        Assert.Equal(4, source.Asked.Count);
        using JsonDocument json = JsonDocument.Parse(result.Out);
        Assert.Equal(1440, json.RootElement.GetProperty("past").GetProperty("windows").GetInt32());
        JsonElement metric = json.RootElement.GetProperty("metrics")[0];
        Assert.Equal(150, metric.GetProperty("canary_exposure_per_window").GetDouble());
        Assert.Equal(0, metric.GetProperty("missing_share").GetDouble());
        Assert.Equal(1.0 / 75, metric.GetProperty("level").GetDouble(), 1e-4);
    }

    [Fact]
    public async Task Backtest_SplitByALabel_DealsItsValuesAndKeepsThemApart()
    {
        using var file = new TemporaryFile(Policy);
        string[] args = ["backtest", "--policy", file.Path, "--prometheus", "http://localhost:9090", "--baseline", "version=v1", "--split-by", "pod", "--canary-share", "25%", "--since", "12h", "--output", "json"];
        InProcess.Result result = await InProcess.RunWithAsync(new InProcess.Setup { Source = new PastFiles.Instances(8) }, args);

        using JsonDocument json = JsonDocument.Parse(result.Out);
        Assert.True(json.RootElement.GetProperty("past").GetProperty("two_sides").GetBoolean());
        // Two of eight pods, of 300 requests a window each; as many rollouts as fit without sharing a window.
        Assert.Equal(600, json.RootElement.GetProperty("metrics")[0].GetProperty("canary_exposure_per_window").GetDouble());
        Assert.Equal((720 - 20) / 30, json.RootElement.GetProperty("rehearsals").GetInt32());

        InProcess.Result alone = await InProcess.RunWithAsync(new InProcess.Setup { Source = new PastFiles.Instances(1) }, args);
        Assert.Equal(1, alone.Code);
        Assert.Contains("one value of the label pod only", alone.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backtest_OfASourceThatFails_CouldNotJudgeAndSaysWhy()
    {
        using var file = new TemporaryFile(Policy);
        InProcess.Result result = await InProcess.RunWithAsync(new InProcess.Setup { Source = FakeSource.Failing(ProblemKind.Timeout, "No answer within 30 s.") },
            "backtest", "--policy", file.Path, "--prometheus", "http://localhost:9090", "--baseline", "version=v1", "--output", "json");
        Assert.Equal(1, result.Code);
        Assert.Contains("prometheus http://localhost:9090: error_rate: No answer within 30 s.\n", result.Error, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(result.Out);
        Assert.Equal(1, json.RootElement.GetProperty("exit_code").GetInt32());
    }

    [Fact]
    public async Task Plan_OfAPastThatIsTooShort_SaysHowLongItMustBe()
    {
        using var file = new TemporaryFile(Policy);
        InProcess.Result result = await InProcess.RunWithAsync(new InProcess.Setup { Source = new PastFiles.Instances(1) },
            "plan", "--policy", file.Path, "--prometheus", "http://localhost:9090", "--baseline", "version=v1", "--since", "40m");
        Assert.Equal((1, ""), (result.Code, result.Out));
        Assert.Contains("The past has 40 windows; one rollout takes 50, 20 of history and 30 of horizon.", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Name the past", "backtest", "--policy", "p.yaml")]
    [InlineData("leave one out", "plan", "x.jsonl", "--prometheus", "http://localhost:9090", "--policy", "p.yaml", "--baseline", "version=v1")]
    [InlineData("--baseline is for a --prometheus", "plan", "x.jsonl", "--baseline", "version=v1")]
    [InlineData("Option '--baseline' is required", "plan", "--prometheus", "http://localhost:9090", "--policy", "p.yaml")]
    [InlineData("'60%' is no share", "plan", "x.jsonl", "--canary-share", "60%")]
    [InlineData("--rollouts: 9 is out of range", "backtest", "x.jsonl", "--rollouts", "9")]
    [InlineData("--split-by makes two sides", "backtest", "--prometheus", "http://localhost:9090", "--policy", "p.yaml", "--baseline", "version=v1", "--canary", "pod=a", "--split-by", "pod")]
    [InlineData("--since counts back from now", "backtest", "--prometheus", "http://localhost:9090", "--policy", "p.yaml", "--baseline", "version=v1", "--since", "1d", "--from", "1769853600")]
    public async Task Usage_ThatIsWrong_IsToldBeforeAnythingIsRead(string said, params string[] args)
    {
        InProcess.Result result = await InProcess.RunAsync(args);
        Assert.Equal((2, ""), (result.Code, result.Out));
        Assert.Contains(said, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recordings_ThatAreWrong_AreToldByTheirLine()
    {
        using var folder = new TemporaryFolder();
        InProcess.Result damaged = await InProcess.RunAsync("plan", folder.Write("past.jsonl", PastFiles.Recordings(1) + "{}\n"));
        Assert.Equal(1, damaged.Code);
        Assert.Contains("past.jsonl:2:", damaged.Error, StringComparison.Ordinal);
        InProcess.Result missing = await InProcess.RunAsync("plan", folder.At("nothing.jsonl"));
        Assert.Equal(1, missing.Code);
        Assert.Contains("nothing.jsonl: it cannot be read", missing.Error, StringComparison.Ordinal);
    }
}
