using System.Text.Json;
using CanaryJudge.TestKit;

namespace CanaryJudge.EndToEnd.Tests.Cli;

/// <summary>The built program against a real Prometheus with exact samples: counters that rise evenly, so that every count is known.</summary>
public sealed class JudgeTests : IAsyncLifetime
{
    // 2026-01-31T10:00:00Z
    private const long Start = 1_769_853_600_000;
    private const int Windows = 30;
    private const int Step = 15_000;

    private const string Policy = """
        apiVersion: canaryjudge.io/v1
        kind: CanaryPolicy
        metadata: {name: checkout}
        spec:
          judge: fixed
          horizon: 30
          history: 0
          metrics:
            - name: error_rate
              kind: ratio
              bad: http_requests_total{code="500"}
              total: http_requests_total
              margin: 0.5pp
              critical: true
        """;

    private PrometheusServer? _server;

    public async ValueTask InitializeAsync()
    {
        if (!PrometheusServer.IsInstalled) return;
        _server = await PrometheusServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        // Requests and errors a window of a minute; the last is too little traffic to say anything.
        (string Version, int Requests, int Errors)[] sides = [("v1", 1200, 12), ("v2", 1200, 12), ("v3", 1200, 36), ("v4", 80, 1)];
        await _server.WriteAsync(sides.SelectMany(side => Counters(side.Version, side.Requests, side.Errors)), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("v2", 0, "promote")]
    [InlineData("v3", 4, "rollback")]
    [InlineData("v9", 3, "pause")]
    public async Task Judge_OfACanary_HasThisVerdictAndExitCode(string canary, int code, string verdict)
    {
        CliResult result = await JudgeAsync(canary, "--output", "json");
        Assert.Equal((code, ""), (result.Code, result.Error));
        using JsonDocument json = JsonDocument.Parse(result.Out);
        Assert.Equal(verdict, json.RootElement.GetProperty("verdict").GetString());
        Assert.Equal(code, json.RootElement.GetProperty("exit_code").GetInt32());
    }

    [Fact]
    public async Task Judge_OfExactSamples_CountsExactly()
    {
        CliResult result = await JudgeAsync("v3", "--output", "json");
        using JsonDocument json = JsonDocument.Parse(result.Out);
        JsonElement judgement = json.RootElement.GetProperty("judgements")[0];
        JsonElement comparison = judgement.GetProperty("comparisons")[0];
        Assert.Equal(27 * 1200, comparison.GetProperty("baseline_exposure").GetDouble());
        Assert.Equal(27 * 1200, comparison.GetProperty("canary_exposure").GetDouble());
        Assert.Equal(0.01, comparison.GetProperty("baseline").GetDouble(), 1e-12);
        Assert.Equal(0.03, comparison.GetProperty("canary").GetDouble(), 1e-12);
        string sent = judgement.GetProperty("queries")[2].GetProperty("sent").GetString()!;
        Assert.StartsWith("http_requests_total{code=\"500\",version=\"v3\"}", sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Judge_AsText_IsATableOf80ColumnsWithoutEscapeCodes()
    {
        CliResult result = await JudgeAsync("v3");
        Assert.Equal((4, ""), (result.Code, result.Error));
        Assert.DoesNotContain('\e', result.Out);
        Assert.Contains("\nerror_rate*           1.00%    3.00%", result.Out, StringComparison.Ordinal);
        Assert.Contains("\nROLLBACK  The critical metric error_rate failed", result.Out, StringComparison.Ordinal);
        Assert.All(result.Out.Split('\n'), line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public async Task Judge_OfLittleTraffic_Pauses()
    {
        CliResult result = await JudgeAsync("v4");
        Assert.Equal(3, result.Code);
        Assert.Contains("\nPAUSE  Hold: error_rate undecided.", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Judge_OfAServerThatIsNotThere_CouldNotJudge()
    {
        Assert.SkipUnless(PrometheusServer.IsInstalled, PrometheusServer.MissingReason);
        Uri gone;
        await using (PrometheusServer server = await PrometheusServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken)) gone = server.BaseAddress;
        CliResult result = await JudgeAtAsync(gone, "v2", "--timeout", "2s");
        Assert.Equal((1, ""), (result.Code, result.Error));
        Assert.Contains("\nCOULD NOT JUDGE  ", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Judge_WithRecord_WritesARunThatCanBeRead()
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory("canaryjudge-").FullName, "run.jsonl");
        try
        {
            await File.WriteAllTextAsync(file, new string('x', 100_000), TestContext.Current.CancellationToken);
            CliResult result = await JudgeAsync("v3", "--quiet", "--record", file);
            Assert.Equal((4, ""), (result.Code, result.Error));
            string line = Assert.Single(await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken));
            using JsonDocument json = JsonDocument.Parse(line);
            Assert.Equal("canaryjudge.io/recording/v1", json.RootElement.GetProperty("format").GetString());
            Assert.Equal("checkout/2026-01-31T10:00:00Z", json.RootElement.GetProperty("id").GetString());
            JsonElement canary = json.RootElement.GetProperty("metrics")[0].GetProperty("canary");
            Assert.Equal(Enumerable.Repeat(36.0, Windows), canary.GetProperty("bad").EnumerateArray().Select(v => v.GetDouble()));
            Assert.Equal(Enumerable.Repeat(1200.0, Windows), canary.GetProperty("total").EnumerateArray().Select(v => v.GetDouble()));
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }

    private Task<CliResult> JudgeAsync(string canary, params string[] more)
    {
        Assert.SkipUnless(PrometheusServer.IsInstalled, PrometheusServer.MissingReason);
        return JudgeAtAsync(_server!.BaseAddress, canary, more);
    }

    private static Task<CliResult> JudgeAtAsync(Uri address, string canary, params string[] more) => CliProcess.RunWithAsync(
        Policy,
        ["judge", "--policy", "-", "--prometheus", address.ToString(), "--baseline", "version=v1", "--canary", $"version={canary}", "--from", "2026-01-31T10:00:00Z", "--to", "2026-01-31T10:30:00Z", .. more]);

    // A sample at the very start of the first window, then every 15 s: each window's increase is exact.
    private static IEnumerable<RemoteWriteSeries> Counters(string version, int requests, int errors)
    {
        const int PerWindow = 60_000 / Step;
        RemoteWriteSeries Series(string code, int perWindow) => new RemoteWriteSeries("http_requests_total", ("version", version), ("code", code), ("instance", version + "-0"))
            .Every(Start, Step, Windows * PerWindow + 1, k => Math.Round((double)perWindow * k / PerWindow));
        return [Series("200", requests - errors), Series("500", errors)];
    }
}
