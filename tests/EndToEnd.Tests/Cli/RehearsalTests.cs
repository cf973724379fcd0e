using System.Text.Json;
using CanaryJudge.TestKit;

namespace CanaryJudge.EndToEnd.Tests.Cli;

/// <summary>The built program rehearses on a real Prometheus that holds nine hours of a service in which nothing was rolled out.</summary>
public sealed class RehearsalTests : IAsyncLifetime
{
    // 2026-01-31T00:00:00Z
    private const long Start = 1_769_817_600_000;
    private const int Windows = 540;
    private const int Step = 15_000;

    private const string Policy = """
        apiVersion: canaryjudge.io/v1
        kind: CanaryPolicy
        metadata: {name: checkout}
        spec:
          horizon: 40
          history: 20
          metrics:
            - name: error_rate
              kind: ratio
              bad: http_requests_total{code="500"}
              total: http_requests_total
              margin: 1pp
            - name: latency
              kind: histogram
              buckets: request_seconds_bucket
              quantiles: [0.9]
              margin: 50%
              unit: s
            - name: memory
              kind: series
              gauge: memory_bytes
              margin: 10%
              resource: true
              unit: bytes
        """;

    private PrometheusServer? _server;

    public async ValueTask InitializeAsync()
    {
        if (!PrometheusServer.IsInstalled) return;
        _server = await PrometheusServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await _server.WriteAsync(Enumerable.Range(0, 4).SelectMany(Pod), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("--canary-share", "25%")]
    [InlineData("--split-by", "pod", "--canary-share", "25%")]
    public async Task Backtest_OfAQuietDay_PromotesTheHealthyAndSeesEveryHarm(params string[] sides)
    {
        CliResult result = await RunAsync("backtest", [.. sides, "--output", "json", "--rollouts", "60"]);
        Assert.Equal("", result.Error);
        using JsonDocument json = JsonDocument.Parse(result.Out);
        JsonElement healthy = json.RootElement.GetProperty("healthy");
        int rollouts = healthy.GetProperty("rehearsals").GetInt32();
        Assert.Equal(sides.Length == 2 ? 60 : (Windows - 20) / 40, rollouts);
        Assert.True(healthy.GetProperty("rolled_back").GetProperty("count").GetInt32() <= 1, result.Out);
        Assert.True(healthy.GetProperty("promoted").GetProperty("share").GetDouble() > 0.8, result.Out);
        foreach (JsonElement metric in json.RootElement.GetProperty("metrics").EnumerateArray())
        {
            Assert.Equal(0, metric.GetProperty("missing_share").GetDouble(), 0.01);
            Assert.All(metric.GetProperty("injected").EnumerateArray().Where(i => i.GetProperty("margins") is { ValueKind: JsonValueKind.Number } m && m.GetDouble() == 2), injected =>
                Assert.True(injected.GetProperty("endings").GetProperty("rolled_back").GetProperty("share").GetDouble() > 0.8, metric.ToString()));
        }

        // 4 pods of 300 requests a window: a quarter is one of them, dealt or named.
        Assert.Equal(300, json.RootElement.GetProperty("metrics")[0].GetProperty("canary_exposure_per_window").GetDouble(), 1.0);
    }

    [Fact]
    public async Task Plan_OfAQuietDay_IsATableWithItsNumbers()
    {
        CliResult result = await RunAsync("plan", ["--canary-share", "25%", "--rollouts", "40"]);
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.All(result.Out.Split('\n'), line => Assert.True(line.Length <= 80, line));
        Assert.Contains("\nPast: 540 windows of version=v1, 2026-01-31T00:00:00Z to 2026-01-31T09:00:00Z\n", result.Out, StringComparison.Ordinal);
        Assert.Matches(@"\nerror_rate +1\.\d+% +300 +", result.Out);
        Assert.Matches(@"\nmemory +\d+MiB +- +\d\.\d% ", result.Out);
        Assert.Matches(@"\nA healthy canary is promoted within the horizon in \d+ of 40 rehearsals", result.Out);
    }

    [Fact]
    public async Task Plan_OfAnotherTime_SaysThatThereIsNoPast()
    {
        Assert.SkipUnless(PrometheusServer.IsInstalled, PrometheusServer.MissingReason);
        CliResult result = await CliProcess.RunWithAsync(Policy, ["plan", "--policy", "-", "--prometheus", _server!.BaseAddress.ToString(), "--baseline", "version=v1", "--from", "2026-02-02T00:00:00Z", "--to", "2026-02-02T06:00:00Z"]);
        Assert.Equal((1, ""), (result.Code, result.Out));
        Assert.Contains("error_rate: 100 % of the windows of the past have no data", result.Error, StringComparison.Ordinal);
    }

    private Task<CliResult> RunAsync(string command, params string[] more)
    {
        Assert.SkipUnless(PrometheusServer.IsInstalled, PrometheusServer.MissingReason);
        return CliProcess.RunWithAsync(Policy, [command, "--policy", "-", "--prometheus", _server!.BaseAddress.ToString(), "--baseline", "version=v1", "--from", "2026-01-31T00:00:00Z", "--to", "2026-01-31T09:00:00Z", .. more]);
    }

    // 75 requests a quarter of a minute and pod, each failing with one chance and each with a latency of its own.
    private static IEnumerable<RemoteWriteSeries> Pod(int pod)
    {
        Random random = new(pod);
        (string, string)[] labels = [("version", "v1"), ("pod", $"shop-{pod}")];
        const int Count = Windows * 60_000 / Step + 1;
        double[] bounds = [0.05, 0.1, 0.2, 0.4, 0.8, double.PositiveInfinity];
        (double[] good, double[] bad, double[] memory) = (new double[Count], new double[Count], new double[Count]);
        double[][] buckets = [.. bounds.Select(_ => new double[Count])];
        for (int k = 0; k < Count; k++)
        {
            (double g, double b) = (0, 0);
            double[] slow = new double[bounds.Length];
            for (int i = 0; k > 0 && i < 75; i++)
            {
                if (random.NextDouble() < 0.01) b++;
                else g++;
                double latency = -0.1 * Math.Log(1 - random.NextDouble());
                for (int j = 0; j < bounds.Length; j++) slow[j] += latency <= bounds[j] ? 1 : 0;
            }

            good[k] = (k > 0 ? good[k - 1] : 0) + g;
            bad[k] = (k > 0 ? bad[k - 1] : 0) + b;
            for (int j = 0; j < bounds.Length; j++) buckets[j][k] = (k > 0 ? buckets[j][k - 1] : 0) + slow[j];
            memory[k] = 4e8 * (1 + 0.02 * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5));
        }

        RemoteWriteSeries Series(string name, double[] values, params (string, string)[] more) => new RemoteWriteSeries(name, [.. labels, .. more]).Every(Start, Step, Count, k => values[k]);
        return
        [
            Series("http_requests_total", good, ("code", "200")), Series("http_requests_total", bad, ("code", "500")), Series("memory_bytes", memory),
            .. bounds.Select((bound, j) => Series("request_seconds_bucket", buckets[j], ("le", double.IsInfinity(bound) ? "+Inf" : bound.ToString(System.Globalization.CultureInfo.InvariantCulture)))),
        ];
    }
}
