using System.Text;
using System.Text.Json;
using CanaryJudge.Contracts.V1;
using CanaryJudge.TestKit;
using CliWrap;
using CliWrap.Buffered;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace CanaryJudge.EndToEnd.Tests.Analyzer;

/// <summary>The service as a process, judging a real Prometheus, asked by gRPC, by REST and by a client that is not ours.</summary>
public sealed class ServiceTests
{
    private const string Policy = """
        apiVersion: canaryjudge.io/v1
        kind: CanaryPolicy
        metadata: {name: shop}
        spec:
          judge: fixed
          metrics:
            - name: error_rate
              kind: ratio
              bad: http_requests_total{code=~"5.."}
              total: http_requests_total
              margin: 0.5pp
              critical: true
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string? Buf => ServerPrograms.RepositoryRoot() is { } root && File.Exists(Path.Combine(root, "node_modules/.bin/buf")) ? Path.Combine(root, "node_modules/.bin/buf") : null;

    [Theory]
    [InlineData(1.0, VerdictOutcome.Promote, JudgementOutcome.Pass)]
    [InlineData(6.0, VerdictOutcome.Rollback, JudgementOutcome.Fail)]
    public async Task Judge_OfARealPrometheus_GivesTheSameVerdictByGrpcAndRest(double canaryPercent, VerdictOutcome outcome, JudgementOutcome judged)
    {
        Assert.SkipUnless(PrometheusServer.IsInstalled, PrometheusServer.MissingReason);
        await using PrometheusServer prometheus = await PrometheusServer.StartAsync(cancellationToken: Token);
        await prometheus.WriteAsync(ShopMetrics.Series(canaryPercent), Token);
        await using AnalyzerProcess analyzer = await AnalyzerProcess.StartAsync("--Sources:Prometheus:main:Address=" + prometheus.BaseAddress);

        JudgeResponse answer = await analyzer.Client.JudgeAsync(Request(), deadline: DateTime.UtcNow.AddSeconds(60), cancellationToken: Token);
        using StringContent body = new(JsonFormatter.Default.Format(Request()), Encoding.UTF8, "application/json");
        using HttpResponseMessage rest = await analyzer.Rest.PostAsync("/v1/judge", body, Token);

        Assert.Equal(outcome, answer.Verdict.Outcome);
        Judgement judgement = Assert.Single(answer.Verdict.Judgements);
        Assert.Equal(judged, judgement.Outcome);
        Assert.Empty(judgement.Faults);
        Assert.Equal((canaryPercent - 1) / 100, judgement.Comparisons[0].Difference, 3);
        Assert.Equal(ShopMetrics.Windows, answer.Windows.Count);
        Assert.Equal(ShopMetrics.Windows - 3, judgement.Comparisons[0].Windows);
        Assert.Contains(judgement.Queries, q => q.Side == Side.Canary && q.Role == "bad" && q.Text.Contains("code=~\"5..\"", StringComparison.Ordinal) && q.Text.Contains("version=\"v2\"", StringComparison.Ordinal) && q.Series == 1);
        Assert.Equal(answer, JudgeResponse.Parser.ParseJson(await rest.Content.ReadAsStringAsync(Token)));
        Assert.All(analyzer.Log.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => JsonSerializer.Deserialize<JsonElement>(line));
    }

    [Theory]
    [InlineData(1.0, VerdictOutcome.Promote)]
    [InlineData(6.0, VerdictOutcome.Rollback)]
    public async Task Judge_SequentiallyOfARealPrometheus_GivesTheVerdict(double canaryPercent, VerdictOutcome outcome)
    {
        Assert.SkipUnless(PrometheusServer.IsInstalled, PrometheusServer.MissingReason);
        await using PrometheusServer prometheus = await PrometheusServer.StartAsync(cancellationToken: Token);
        await prometheus.WriteAsync(ShopMetrics.Series(canaryPercent), Token);
        await using AnalyzerProcess analyzer = await AnalyzerProcess.StartAsync("--Sources:Prometheus:main:Address=" + prometheus.BaseAddress);
        JudgeRequest request = Request();
        request.Policy.Text = Policy.Replace("judge: fixed", "judge: sequential", StringComparison.Ordinal);

        JudgeResponse answer = await analyzer.Client.JudgeAsync(request, deadline: DateTime.UtcNow.AddSeconds(60), cancellationToken: Token);

        Assert.Equal(outcome, answer.Verdict.Outcome);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task BufCurl_WithTheSchemaByReflection_GetsTheVerdict(bool isOverASocket)
    {
        Assert.SkipUnless(PrometheusServer.IsInstalled, PrometheusServer.MissingReason);
        Assert.SkipWhen(Buf is null, "buf is not installed: eng/install.sh brings it");
        await using PrometheusServer prometheus = await PrometheusServer.StartAsync(cancellationToken: Token);
        await prometheus.WriteAsync(ShopMetrics.Series(6), Token);
        await using AnalyzerProcess analyzer = await AnalyzerProcess.StartAsync("--Sources:Prometheus:main:Address=" + prometheus.BaseAddress);
        string[] door = isOverASocket ? ["--unix-socket", analyzer.UnixSocket, "http://localhost/canaryjudge.v1.CanaryJudge/Judge"] : [analyzer.GrpcAddress + "/canaryjudge.v1.CanaryJudge/Judge"];

        BufferedCommandResult call = await CliWrap.Cli.Wrap(Buf!).WithArguments(["curl", "--protocol", "grpc", "--http2-prior-knowledge", "-d", JsonFormatter.Default.Format(Request()), .. door]).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(Token);

        Assert.Equal((0, ""), (call.ExitCode, call.StandardError));
        Assert.Equal(VerdictOutcome.Rollback, JudgeResponse.Parser.ParseJson(call.StandardOutput).Verdict.Outcome);
    }

    [Fact]
    public async Task BufCurl_WithAWrongRequest_IsToldEveryViolation()
    {
        Assert.SkipWhen(Buf is null, "buf is not installed: eng/install.sh brings it");
        await using AnalyzerProcess analyzer = await AnalyzerProcess.StartAsync();

        BufferedCommandResult call = await CliWrap.Cli.Wrap(Buf!).WithArguments(["curl", "--protocol", "grpc", "--http2-prior-knowledge", "-d", "{}", analyzer.GrpcAddress + "/canaryjudge.v1.CanaryJudge/Judge"]).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(Token);

        Assert.Equal(24, call.ExitCode); // 8 times the gRPC code INVALID_ARGUMENT
        Assert.Contains("baseline.matchers", call.StandardError, StringComparison.Ordinal);
        Assert.Contains("canary.matchers", call.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BufCurl_WithTheSchemaByReflection_StartsDecidesAndWatchesAnAnalysis()
    {
        Assert.SkipWhen(Buf is null, "buf is not installed: eng/install.sh brings it");
        await using AnalyzerProcess analyzer = await AnalyzerProcess.StartAsync("--Sources:Prometheus:main:Address=http://127.0.0.1:9");
        StartAnalysisRequest start = new() { Application = "shop", Target = "shop/cart", Policy = Request().Policy, Baseline = Request().Baseline, Canary = Request().Canary, By = "ann" };

        string id = StartAnalysisResponse.Parser.ParseJson(await CurlAsync(analyzer, "StartAnalysis", JsonFormatter.Default.Format(start))).Analysis.Id;
        await CurlAsync(analyzer, "OverrideAnalysis", $$"""{"id": "{{id}}", "decision": "VERDICT_OUTCOME_PROMOTE", "by": "bob", "reason": "seen"}""");
        string events = await CurlAsync(analyzer, "WatchAnalysis", $$"""{"id": "{{id}}"}""");

        Assert.Contains("ANALYSIS_EVENT_KIND_STARTED", events, StringComparison.Ordinal);
        Assert.Contains("VERDICT_OUTCOME_PROMOTE", events, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Judge_OfAPrometheusThatIsGone_CouldNotJudge_AndNoCredentialIsLogged()
    {
        await using AnalyzerProcess analyzer = await AnalyzerProcess.StartAsync(
            "--Log:Level=Debug", "--Sources:Prometheus:main:Address=http://127.0.0.1:9", "--Sources:Prometheus:main:Attempts=1", "--Sources:Prometheus:main:Username=someone", "--Sources:Prometheus:main:Password=s3cret-password");

        JudgeResponse answer = await analyzer.Client.JudgeAsync(Request(), deadline: DateTime.UtcNow.AddSeconds(60), cancellationToken: Token);

        Assert.Equal((VerdictOutcome.Pause, true), (answer.Verdict.Outcome, answer.Verdict.CouldNotJudge));
        Assert.All(answer.Verdict.Judgements.SelectMany(j => j.Problems), p => Assert.Equal(SourceProblemKind.Unreachable, p.Kind));
        Assert.Contains("could_not_judge", analyzer.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", analyzer.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CANARYJUDGE_LIMITS__WINDOWS", "0", "Limits:Windows is '0': write 1 to 20000")]
    [InlineData("CANARYJUDGE_LISTN__GRPCPORT", "1", "CANARYJUDGE_LISTN sets nothing")]
    [InlineData("CANARYJUDGE_POLICIES__DIRECTORY", "/nowhere", "Policies:Directory is '/nowhere'")]
    public async Task Service_WithAWrongVariable_EndsWith2AndTheReason(string variable, string value, string reason)
    {
        BufferedCommandResult run = await CliWrap.Cli.Wrap("env").WithArguments([.. ServerPrograms.Analyzer, "--Listen:GrpcPort=0", "--Listen:HttpPort=0"]).WithEnvironmentVariables(e => e.Set(variable, value)).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(Token);

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("CanaryJudge cannot start:", run.StandardError, StringComparison.Ordinal);
        Assert.Contains(reason, run.StandardError, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.StandardError + run.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Service_WithTheVariablesThatKubernetesMakesForAServiceOfItsName_Starts()
    {
        // What a pod gets beside a Service canaryjudge with the ports grpc and http; the port that is taken ends the run, for a reason that only a service that accepts them comes to.
        Dictionary<string, string?> links = new()
        {
            ["CANARYJUDGE_SERVICE_HOST"] = "10.0.0.7", ["CANARYJUDGE_SERVICE_PORT"] = "8080", ["CANARYJUDGE_SERVICE_PORT_GRPC"] = "8080", ["CANARYJUDGE_SERVICE_PORT_HTTP"] = "8081", ["CANARYJUDGE_PORT"] = "tcp://10.0.0.7:8080",
            ["CANARYJUDGE_PORT_8080_TCP"] = "tcp://10.0.0.7:8080", ["CANARYJUDGE_PORT_8080_TCP_PROTO"] = "tcp", ["CANARYJUDGE_PORT_8080_TCP_PORT"] = "8080", ["CANARYJUDGE_PORT_8080_TCP_ADDR"] = "10.0.0.7",
        };
        using System.Net.Sockets.TcpListener taken = new(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        string folder = Directory.CreateTempSubdirectory("canaryjudge-links-").FullName;

        BufferedCommandResult run = await CliWrap.Cli.Wrap("env").WithArguments([.. ServerPrograms.Analyzer, $"--Listen:GrpcPort={((System.Net.IPEndPoint)taken.LocalEndpoint).Port}", "--Listen:HttpPort=0"])
            .WithWorkingDirectory(folder).WithEnvironmentVariables(links).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(Token);
        Directory.Delete(folder, recursive: true);

        Assert.Contains("address already in use", run.StandardError, StringComparison.Ordinal);
    }

    private static async Task<string> CurlAsync(AnalyzerProcess analyzer, string method, string json)
    {
        BufferedCommandResult call = await CliWrap.Cli.Wrap(Buf!).WithArguments(["curl", "--protocol", "grpc", "--http2-prior-knowledge", "-d", json, $"{analyzer.GrpcAddress}/canaryjudge.v1.AnalysisService/{method}"]).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(Token);
        Assert.Equal((0, ""), (call.ExitCode, call.StandardError));
        return call.StandardOutput;
    }

    private static JudgeRequest Request() => new()
    {
        Policy = new PolicyChoice { Text = Policy },
        Baseline = new Scope { Matchers = { new LabelMatcher { Label = "version", Operator = MatchOperator.Equal, Value = "v1" } } },
        Canary = new Scope { Matchers = { new LabelMatcher { Label = "version", Operator = MatchOperator.Equal, Value = "v2" } } },
        Range = new TimeRange { From = Timestamp.FromDateTimeOffset(ShopMetrics.Start), To = Timestamp.FromDateTimeOffset(ShopMetrics.Start.AddMinutes(ShopMetrics.Windows)) },
    };
}
