using System.Net;
using System.Net.Http.Headers;
using CanaryJudge.Analyzer.Analyses;
using CanaryJudge.Analyzer.Tests.Analyses;
using CanaryJudge.Analyzer.Tests.Hosting;
using CanaryJudge.Analyzer.Tests.SignIn;
using CanaryJudge.TestKit;
using CliWrap;
using CliWrap.Buffered;

namespace CanaryJudge.Analyzer.Tests.Telemetry;

/// <summary>The page /metrics: who may read it, where it is, and what it tells. It sees every service of this process, so no other test runs meanwhile.</summary>
[Collection(nameof(AloneInTheProcess))]
public sealed class MetricsPageTests
{
    // Thirty windows of 5 s, so that a rollout's past is short.
    private static readonly string Short = Starts.PolicyText.Replace("interval: 1m", "interval: 5s", StringComparison.Ordinal).Replace("horizon: 20", "horizon: 30", StringComparison.Ordinal);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Page_WhereNobodySignsIn_AnswersEverybody()
    {
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync();

        Assert.Contains("canaryjudge_ticks_total", await analyzer.Rest.GetStringAsync("/metrics", Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_WhereCallersSignIn_NeedsTheRoleRead()
    {
        await using TokenIssuer issuer = new();
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync(issuer.Settings);

        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(analyzer.MetricsAddress, null)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(analyzer.MetricsAddress, issuer.Token("ann", roles: []))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(analyzer.MetricsAddress, issuer.Token("prometheus", roles: ["read"]))).StatusCode);
    }

    [Fact]
    public async Task OwnPort_ServesThePageToEverybody_AndNothingElse_AndTheOtherPortsDoNot()
    {
        await using TokenIssuer issuer = new();
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync(["--Telemetry:MetricsPort=0", .. issuer.Settings]);

        Assert.Equal(HttpStatusCode.OK, (await AskAsync(analyzer.MetricsAddress, null)).StatusCode);
        Assert.NotEqual(analyzer.Rest.BaseAddress!.Port, analyzer.MetricsAddress.Port);
        foreach (string path in (string[])["/", "/healthz", "/readyz", "/v1/analyses", "/v1/judge", "/metrics/", "/canaryjudge.v1.CanaryJudge/Judge"])
            Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(new Uri(analyzer.MetricsAddress, path), issuer.Token("ann", roles: ["act"]))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(new Uri(analyzer.Rest.BaseAddress!, "/metrics"), issuer.Token("ann", roles: ["act"]))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(new Uri(analyzer.Rest.BaseAddress!, "/healthz"), null)).StatusCode);
    }

    [Fact]
    public async Task Page_ThatIsTurnedOff_IsNotThere()
    {
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync("--Telemetry:MetricsPage=false");

        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(analyzer.MetricsAddress, null)).StatusCode);
    }

    [Fact]
    public async Task JudgedAnalysis_IsToldWithItsEvidence_AndEveryNameKeepsPrometheusRules()
    {
        await using Rollout rollout = await Rollout.StartAsync();
        rollout.Metrics.CanaryErrors = 0.05;
        string id = await rollout.BeginAsync(Short, target: "shop/\"checkout\"\\");
        await rollout.EventsUntilAsync(id, e => e.State == AnalysisState.Ended);

        const string Target = """target="shop/\"checkout\"\\"} """;
        string[] lines =
        [
            """canaryjudge_verdicts_total{method="Analysis",outcome="rollback",policy="checkout"} 1""",
            """canaryjudge_judgements_total{outcome="fail",policy="checkout"} 1""",
            """canaryjudge_store_failures_total{operation="write"} 0""",
            """canaryjudge_analyses{state="held"} 0""",
            "canaryjudge_evidence_analyses{} 1",
            $"""canaryjudge_analysis_verdict{"{"}application="checkout",outcome="rollback",policy="checkout",{Target}1""",
            $"""canaryjudge_analysis_verdict{"{"}application="checkout",outcome="promote",policy="checkout",{Target}0""",
            $"""canaryjudge_evidence_harm_ratio{"{"}application="checkout",metric="error_rate",{Target}1""",
            $"""canaryjudge_metric_value{"{"}application="checkout",comparison="share",metric="error_rate",side="canary",{Target}0.0""",
            """canaryjudge_source_duration_seconds_bucket{outcome="answered",source="main",le="0.005"}""",
            """canaryjudge_analyses_ended_total{decision="rollback",ending="verdict"} 1""",
            "canaryjudge_store_size_bytes{} ",
        ];
        // Gauges are looked at before counters are read: one page may have the end and not yet the verdict.
        string page = "";
        for (int attempt = 0; attempt < 100 && !lines.All(line => page.Contains(line, StringComparison.Ordinal)); attempt++)
        {
            if (attempt > 0) await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, Token);
            page = await PageAsync(rollout.Analyzer);
        }

        Assert.All(lines, line => Assert.True(page.Contains(line, StringComparison.Ordinal), $"{line}\nis not in\n{string.Join('\n', page.Split('\n').Where(told => told.StartsWith(line.Split('{')[0], StringComparison.Ordinal)))}"));
        Assert.Contains("canaryjudge_tick_lateness_seconds_bucket", page, StringComparison.Ordinal);
        await LintAsync(page);
    }

    [Fact]
    public async Task OpenMetrics_CarryTheTraceOfATick()
    {
        await using Rollout rollout = await Rollout.StartAsync();
        string id = await rollout.BeginAsync(Short);
        await rollout.EventsUntilAsync(id, e => e.Kind == AnalysisEventKind.Judged);

        await rollout.WaitUntilAsync(async () => (await PageAsync(rollout.Analyzer, "application/openmetrics-text; version=1.0.0")).Split('\n')
            .Any(line => line.StartsWith("canaryjudge_tick_duration_seconds_bucket", StringComparison.Ordinal) && line.Contains("# {", StringComparison.Ordinal) && line.Contains("trace_id=\"", StringComparison.Ordinal)));
    }

    // promtool's own rules for names: units, suffixes, help texts. Names that are not ours are those of .NET.
    private static async Task LintAsync(string page)
    {
        Assert.SkipWhen(ServerPrograms.Find("promtool") is null, ServerPrograms.MissingReason("promtool"));
        string ours = string.Concat(page.Split('\n').Where(line => line.Contains("canaryjudge_", StringComparison.Ordinal)).Select(line => line + "\n"));
        BufferedCommandResult lint = await CliWrap.Cli.Wrap(ServerPrograms.Find("promtool")!).WithArguments(["check", "metrics"]).WithStandardInputPipe(PipeSource.FromString(ours)).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(Token);
        Assert.Equal((0, "", ""), (lint.ExitCode, lint.StandardOutput, lint.StandardError));
    }

    private static async Task<string> PageAsync(RunningAnalyzer analyzer, string accept = "text/plain")
    {
        using HttpRequestMessage request = new(HttpMethod.Get, analyzer.MetricsAddress);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using HttpResponseMessage answer = await analyzer.Rest.SendAsync(request, Token);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(Token);
    }

    private static async Task<HttpResponseMessage> AskAsync(Uri address, string? token)
    {
        using HttpClient client = new();
        using HttpRequestMessage request = new(HttpMethod.Get, address);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await client.SendAsync(request, Token);
    }
}
