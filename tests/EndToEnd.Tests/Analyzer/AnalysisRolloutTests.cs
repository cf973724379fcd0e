using CanaryJudge.EndToEnd.Tests.Cli;
using CanaryJudge.Samples.Workload;
using CanaryJudge.TestKit;

namespace CanaryJudge.EndToEnd.Tests.Analyzer;

/// <summary>The sample's rollout, scraped by a real Prometheus, judged by the service to its end, driven by the command line: on both stores.</summary>
public sealed class AnalysisRolloutTests
{
    private const string Policy = """
        apiVersion: canaryjudge.io/v1
        kind: CanaryPolicy
        metadata: {name: rollout}
        spec:
          interval: 4s
          warmup: 1
          horizon: 30
          history: 0
          metrics:
            - name: error_rate
              kind: ratio
              bad: http_requests_total{code=~"5.."}
              total: http_requests_total
              margin: 2pp
              critical: true
        """;

    // Four windows are too few for any proof that a canary is healthy.
    private static readonly string Hasty = Policy.Replace("horizon: 30", "horizon: 4\n  atHorizon: rollback", StringComparison.Ordinal);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rollouts_OfAHealthyAndAFaultyCanary_AreDecidedRightly_AndOneWithoutProofAsItsPolicySays(bool isOnPostgres)
    {
        Assert.SkipUnless(PrometheusServer.IsInstalled, PrometheusServer.MissingReason);
        Assert.SkipWhen(isOnPostgres && !PostgresServer.IsInstalled, PostgresServer.MissingReason);
        await using PostgresServer? postgres = isOnPostgres ? await PostgresServer.StartAsync(Token) : null;
        await using Playing healthy = await Playing.StartAsync(Fault.None);
        await using Playing faulty = await Playing.StartAsync(Fault.Errors);
        string[] settings = ["--Sources:Prometheus:healthy:Address=" + healthy.Prometheus, "--Sources:Prometheus:faulty:Address=" + faulty.Prometheus, "--Analyses:ScrapeDelay=00:00:02"];
        await using AnalyzerProcess analyzer = await AnalyzerProcess.StartAsync(postgres is null ? settings : [.. settings, "--Store:Postgres=" + await postgres.CreateDatabaseAsync(Token)]);

        string good = await StartAsync(analyzer, "healthy");
        string bad = await StartAsync(analyzer, "faulty");
        string open = await StartAsync(analyzer, "healthy", Hasty, "hasty");
        CliResult[] ends = await Task.WhenAll(
            CliProcess.RunAsync("watch", good, "--exit-code", "--at-most", "2m", "--server", analyzer.GrpcAddress),
            CliProcess.RunAsync("watch", bad, "--exit-code", "--at-most", "2m", "--server", analyzer.GrpcAddress, "--output", "ndjson"),
            CliProcess.RunAsync("watch", open, "--exit-code", "--at-most", "2m", "--server", analyzer.GrpcAddress, "--output", "ndjson"));

        Assert.True(ends[0].Code == 0 && ends[1].Code == 4 && ends[2].Code == 4, string.Join("\n\n", ends.Select(e => $"exit {e.Code}\n{e.Out}\n{e.Error}")));
        Assert.Contains("PROMOTE", ends[0].Out, StringComparison.Ordinal);
        Assert.Contains("\"type\":\"judged\"", ends[1].Out, StringComparison.Ordinal);
        Assert.Contains("\"decision\":\"rollback\",\"ending\":\"verdict\"", ends[1].Out, StringComparison.Ordinal);
        Assert.Contains("\"decision\":\"rollback\",\"ending\":\"horizon\"", ends[2].Out, StringComparison.Ordinal);
        Assert.DoesNotContain("\"verdict\":\"rollback\"", ends[2].Out, StringComparison.Ordinal);
    }

    private static async Task<string> StartAsync(AnalyzerProcess analyzer, string source, string policy = Policy, string? target = null)
    {
        CliResult started = await CliProcess.RunWithAsync(
            policy, "start", "--policy", "-", "--application", "sample", "--target", target ?? source, "--source", source, "--baseline", "version=v1", "--canary", "version=v2", "--quiet", "--server", analyzer.GrpcAddress);
        Assert.Equal((0, ""), (started.Code, started.Error));
        return started.Out.Trim();
    }

    /// <summary>A rollout under load, and the Prometheus that scrapes it.</summary>
    private sealed class Playing : IAsyncDisposable
    {
        private readonly SampleRollout _rollout;
        private readonly PrometheusServer _prometheus;
        private readonly CancellationTokenSource _over = new();
        private readonly Task _load;

        private Playing(SampleRollout rollout, PrometheusServer prometheus)
        {
            (_rollout, _prometheus) = (rollout, prometheus);
            _load = rollout.Load.RunAsync(Timeout.InfiniteTimeSpan, _over.Token);
        }

        public Uri Prometheus => _prometheus.BaseAddress;

        public static async Task<Playing> StartAsync(Fault fault)
        {
            SampleRollout rollout = await SampleRollout.StartAsync(fault, seed: 1, requestsPerSecond: 200, canaryShare: 0.5, TimeProvider.System, Token);
            PrometheusServerOptions scraping = new() { ScrapeTargets = [rollout.Baseline.Address.Authority, rollout.Canary.Address.Authority] };
            return new Playing(rollout, await PrometheusServer.StartAsync(scraping, Token));
        }

        public async ValueTask DisposeAsync()
        {
            await _over.CancelAsync();
            await _load;
            await _prometheus.DisposeAsync();
            await _rollout.DisposeAsync();
            _over.Dispose();
        }
    }
}
