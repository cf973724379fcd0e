using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Sources.Prometheus;

namespace CanaryJudge.Sources.Tests.Prometheus;

public sealed class PrometheusSourceTests
{
    [Fact]
    public async Task Source_Expression_IsPostedWithExactTimes()
    {
        StubServer server = StubServer.Always(StubServer.Empty);
        using PrometheusSource source = server.Source(StubServer.Options with { Address = new Uri("https://metrics.example/prom/base") });
        QueryAnswer answer = await StubServer.AskAsync(source, StubServer.Expression("sum(a{b=\"c d&e+f\"})", 1_760_000_060_250, 1_760_000_600_250, 500));

        Assert.Null(answer.Problem);
        Assert.Empty(answer.Series);
        Assert.Equal("sum(a{b=\"c d&e+f\"})", answer.SentText);
        StubServer.Call call = Assert.Single(server.Calls);
        Assert.Equal(HttpMethod.Post, call.Method);
        Assert.Equal("https://metrics.example/prom/base/api/v1/query_range", call.Address.AbsoluteUri);
        Assert.Equal("sum(a{b=\"c d&e+f\"})", call.Form["query"]);
        Assert.Equal("1760000060.25", call.Form["start"]);
        Assert.Equal("1760000600.25", call.Form["end"]);
        Assert.Equal("0.5", call.Form["step"]);
        Assert.Equal("30s", call.Form["timeout"]);
        Assert.Equal("prometheus https://metrics.example/prom/base", source.Name);
    }

    [Fact]
    public async Task Source_RawSamples_AreAskedAsARangeThatEndsAtTheEnd()
    {
        StubServer server = StubServer.Always(StubServer.Empty);
        using PrometheusSource source = server.Source();
        QueryAnswer answer = await StubServer.AskAsync(source, StubServer.Raw("up{a=\"b\"}", 1_760_000_000_000, 1_760_000_600_000));

        Assert.Equal("up{a=\"b\"}[600s]", answer.SentText);
        StubServer.Call call = Assert.Single(server.Calls);
        Assert.Equal("http://prometheus.example:9090/api/v1/query", call.Address.AbsoluteUri);
        Assert.Equal("up{a=\"b\"}[600s]", call.Form["query"]);
        Assert.Equal("1760000600", call.Form["time"]);
    }

    [Fact]
    public async Task Source_RawSamples_LeaveOutTheMomentAtTheStart()
    {
        // Prometheus before 3 closes a range on its left side, Prometheus 3 does not: both must give the same.
        const string body = """{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"a":"b"},"values":[[1760000000,"1"],[1760000000.001,"2"],[1760000600,"3"],[1760000600.001,"4"]]},{"metric":{"a":"c"},"values":[[1760000000,"1"]]}]}}""";
        using PrometheusSource source = StubServer.Always(body).Source();
        QueryAnswer answer = await StubServer.AskAsync(source, StubServer.Raw());
        FetchedSeries series = Assert.Single(answer.Series);
        Assert.Equal([1_760_000_000_001, 1_760_000_600_000], series.TimesMillis);
        Assert.Equal([2.0, 3.0], series.Values);
    }

    [Fact]
    public async Task Source_WarningsAndInfos_AreKept()
    {
        const string body = """{"status":"success","data":{"resultType":"matrix","result":[]},"warnings":["store gone"],"infos":["not a counter","store gone"]}""";
        using PrometheusSource source = StubServer.Always(body).Source();
        Assert.Equal(["store gone", "not a counter"], (await StubServer.AskAsync(source, StubServer.Raw())).Warnings);
    }

    [Fact]
    public async Task Source_ServerThatMovesEvaluations_IsAProblem()
    {
        const string body = """{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1760000040,"1"],[1760000100,"1"]]}]}}""";
        using PrometheusSource source = StubServer.Always(body).Source();
        SourceProblem? problem = (await StubServer.AskAsync(source, StubServer.Expression())).Problem;
        Assert.Equal(ProblemKind.Unsupported, problem?.Kind);
        Assert.Contains("1760000040", problem?.Message);
    }

    [Fact]
    public async Task Source_QuestionsOfAMetric_AreAnsweredInOrder()
    {
        using PrometheusSource source = new StubServer(call => StubServer.Json(
            $$$"""{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"query":"{{{call.Form["query"]}}}"},"values":[[1760000060,"1"]]}]}}""")).Source();
        PlannedQuery[] queries = [.. Enumerable.Range(0, 20).Select(i => StubServer.Expression("q" + i))];
        Measurement measurement = await source.MeasureAsync(StubServer.Plan(queries), TestContext.Current.CancellationToken);
        Assert.Equal(queries, measurement.Answers.Select(answer => answer.Query));
        Assert.All(measurement.Answers, answer => Assert.Equal(answer.Query.Text, Assert.Single(answer.Series).Labels["query"]));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-60_000, 0)]
    public async Task Source_RawSamplesOverNoTime_AreUnsupported(long length, long step)
    {
        StubServer server = StubServer.Always(StubServer.Empty);
        using PrometheusSource source = server.Source();
        PlannedQuery query = StubServer.Raw(start: 1_760_000_000_000, end: 1_760_000_000_000 + length) with { StepMillis = step };
        Assert.Equal(ProblemKind.Unsupported, (await StubServer.AskAsync(source, query)).Problem?.Kind);
        Assert.Empty(server.Calls);
    }

    [Fact]
    public async Task Source_ExpressionWithoutAStep_IsUnsupported()
    {
        using PrometheusSource source = StubServer.Always(StubServer.Empty).Source();
        Assert.Equal(ProblemKind.Unsupported, (await StubServer.AskAsync(source, StubServer.Expression(step: 0))).Problem?.Kind);
    }

    [Fact]
    public async Task Source_Cancelled_Throws()
    {
        using var cancelled = new CancellationTokenSource();
        using PrometheusSource source = new StubServer(_ =>
        {
            cancelled.Cancel();
            throw new TaskCanceledException();
        }).Source(StubServer.Options with { Attempts = 3 });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => source.MeasureAsync(StubServer.Plan(StubServer.Raw()), cancelled.Token));
    }

    [Fact]
    public void Source_OptionsThatAreNotValid_AreRefused()
    {
        ArgumentException thrown = Assert.Throws<ArgumentException>(() => new PrometheusSource(
            new PrometheusOptions { Address = new Uri("http://me:hunter2@prometheus.example"), Attempts = 0 }, TimeProvider.System));
        Assert.Contains("attempts", thrown.Message);
        Assert.DoesNotContain("hunter2", thrown.Message);
    }
}
