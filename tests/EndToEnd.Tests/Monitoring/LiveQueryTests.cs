using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CanaryJudge.EndToEnd.Tests.Analyzer;
using CanaryJudge.EndToEnd.Tests.Cli;
using CanaryJudge.TestKit;

namespace CanaryJudge.EndToEnd.Tests.Monitoring;

/// <summary>Every query of every dashboard, asked of a real Prometheus that scrapes a service which judged two rollouts: none may be empty. The same for what alerts and recording rules ask.</summary>
public sealed partial class LiveQueryTests
{
    private const string Policy = """
        apiVersion: canaryjudge.io/v1
        kind: CanaryPolicy
        metadata: {name: rollout}
        spec:
          interval: 5s
          warmup: 1
          horizon: 30
          history: 0
          metrics:
            - name: error_rate
              kind: ratio
              bad: http_requests_total{code=~"5.."}
              total: http_requests_total
              margin: 0.3pp
              critical: true
            - name: latency
              kind: series
              query: avg(latency_seconds{$scope})
              margin: 7%
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryQuery_OfDashboardsAndRules_FindsSomething()
    {
        Assert.SkipUnless(PrometheusServer.IsInstalled, PrometheusServer.MissingReason);
        await using MetricsStub good = MetricsStub.Start(), bad = MetricsStub.Start();
        bad.CanaryErrors = 0.05;
        DirectoryInfo cluster = Directory.CreateTempSubdirectory("canaryjudge-cluster-");
        await using AnalyzerProcess analyzer = await AnalyzerProcess.StartAsync(
            ["--Sources:Prometheus:good:Address=" + good.Address, "--Sources:Prometheus:bad:Address=" + bad.Address, "--Analyses:ScrapeDelay=00:00:00", "--Telemetry:MetricsPort=0", .. Target(cluster.FullName)]);
        await using PrometheusServer prometheus = await PrometheusServer.StartAsync(new() { ScrapeTargets = [new Uri(analyzer.MetricsAddress).Authority], Arguments = ["--enable-feature=exemplar-storage"] }, Token);
        using HttpClient client = new() { BaseAddress = prometheus.BaseAddress };
        // Zeros first, so that what is counted then is a rise.
        await UntilFoundAsync(client, "canaryjudge_store_reachable == 1");
        await prometheus.WriteAsync(Services(), Token);
        foreach ((string source, int code) in new[] { ("good", 0), ("bad", 4) }) await JudgeAsync(analyzer, source, code);

        CliResult rolled = await CliProcess.RunAsync("rollback", "cluster", "--by", "ann", "--reason", "carts are broken", "--server", analyzer.GrpcAddress);
        Assert.True(rolled.Code == 0, rolled.Out + rolled.Error);

        foreach ((string place, string query) in Queries()) await UntilFoundAsync(client, query, place);
        await UntilExemplarAsync(client);
        cluster.Delete(recursive: true);
    }

    // A rollout that a program changes.
    private static IEnumerable<string> Target(string folder)
    {
        File.WriteAllText(Path.Combine(folder, "state"), "revision=r1\nbaseline=r0\ntraffic=0.5\nrunning=true\nheld=false\n");
        string program = Path.Combine(Dashboards.Root, "tests/Analyzer.Tests/Rollouts/cluster.sh");
        IEnumerable<string> commands = new[] { ("Observe", "observe"), ("Rollback", "rollback"), ("ScaleDown", "scale-down"), ("Promote", "promote"), ("Hold", "hold") }
            .SelectMany(command => new[] { program, folder, command.Item2 }.Select((argument, k) => $"--Rollouts:Targets:cluster:Settings:{command.Item1}:{k}={argument}"));
        return ["--Rollouts:Targets:cluster:Kind=command", "--Rollouts:Targets:cluster:Mode=Act", "--Rollouts:Poll=00:00:00.2", .. commands];
    }

    private static IEnumerable<(string Place, string Query)> Queries()
    {
        foreach (string file in Dashboards.Files)
        {
            foreach ((string place, string query) in Dashboards.Queries(Dashboards.Read(file))) yield return ($"{Path.GetFileName(file)}: {place}", Plain(query));
        }

        // An alert that does not fire is empty: what it looks at must be there. What is recorded from what was recorded is tested by promtool.
        foreach (string query in RuleTests.Rules().Select(rule => RuleTests.Text(rule, "expr")))
        {
            foreach (Match selector in Selector().Matches(query)) yield return ("a rule: " + query, selector.Groups["name"].Value);
        }

        foreach (string query in RuleTests.Rules().Select(rule => RuleTests.Text(rule, "expr")).Where(query => query.StartsWith("sum by", StringComparison.Ordinal) && query.Contains("http_request", StringComparison.Ordinal) && !query.Contains(" or ", StringComparison.Ordinal)))
            yield return ("a rule", query);
    }

    // As Grafana fills in its variables when everything is chosen.
    private static string Plain(string query) => Variable().Replace(query.Replace("$__rate_interval", "1m", StringComparison.Ordinal), ".+");

    private static async Task JudgeAsync(AnalyzerProcess analyzer, string source, int code)
    {
        string from = (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 30 * 5 - 5).ToString(CultureInfo.InvariantCulture);
        CliResult started = await CliProcess.RunWithAsync(
            Policy, "start", "--policy", "-", "--application", "shop", "--target", source, "--source", source, "--baseline", "version=v1", "--canary", "version=v2", "--from", from, "--quiet", "--server", analyzer.GrpcAddress);
        Assert.Equal((0, ""), (started.Code, started.Error));
        CliResult ended = await CliProcess.RunAsync("watch", started.Out.Trim(), "--exit-code", "--at-most", "2m", "--server", analyzer.GrpcAddress);
        Assert.True(ended.Code == code, ended.Out + ended.Error);
        using StringContent request = new(await File.ReadAllTextAsync(Path.Combine(Dashboards.Root, "samples/requests/judge-measurements.json"), Token), Encoding.UTF8, "application/json");
        (await analyzer.Rest.PostAsync("/v1/judge-measurements", request, Token)).EnsureSuccessStatusCode();
    }

    // A service as the recording rules expect it, in the last ten minutes.
    private static IEnumerable<RemoteWriteSeries> Services()
    {
        long start = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - 600_000;
        foreach (string version in (string[])["v1", "v2"])
        {
            foreach (string code in (string[])["200", "500"]) yield return new RemoteWriteSeries("http_requests_total", ("job", "shop"), ("version", version), ("code", code)).Every(start, 15_000, 40, k => 10 * k);
            foreach (string le in (string[])["0.1", "+Inf"]) yield return new RemoteWriteSeries("http_request_duration_seconds_bucket", ("job", "shop"), ("version", version), ("le", le)).Every(start, 15_000, 40, k => 10 * k);
        }
    }

    private static async Task UntilFoundAsync(HttpClient client, string query, string place = "")
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(90));
        while (true)
        {
            using FormUrlEncodedContent form = new([new("query", query)]);
            using HttpResponseMessage response = await client.PostAsync("api/v1/query", form, Token);
            string answer = await response.Content.ReadAsStringAsync(Token);
            JsonElement json = JsonSerializer.Deserialize<JsonElement>(answer);
            Assert.True(json.GetProperty("status").GetString() == "success", $"{place}\n{query}\n{answer}");
            if (json.GetProperty("data").GetProperty("result").GetArrayLength() > 0) return;
            Assert.False(limit.IsCancellationRequested, $"{place}: nothing was found by\n{query}");
            await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, Token);
        }
    }

    private static async Task UntilExemplarAsync(HttpClient client)
    {
        long now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        string answer = "";
        for (int attempt = 0; attempt < 120 && !answer.Contains("\"trace_id\":\"", StringComparison.Ordinal); attempt++)
        {
            if (attempt > 0) await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, Token);
            answer = await client.GetStringAsync(new Uri($"api/v1/query_exemplars?query=canaryjudge_tick_duration_seconds_bucket&start={now - 600}&end={now + 600}", UriKind.Relative), Token);
        }

        Assert.Contains("\"trace_id\":\"", answer, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\$(job|application|target|metric)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Variable();

    [GeneratedRegex(@"(?<name>canaryjudge_[a-z_]+)[\[{) ]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Selector();
}
