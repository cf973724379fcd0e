using System.Net;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Sources.Prometheus;

namespace CanaryJudge.Sources.Tests.Prometheus;

public sealed class ProblemTests
{
    [Theory]
    [InlineData(400, "bad_data", "parse error: unexpected end", ProblemKind.Rejected)]
    [InlineData(422, "execution", "many-to-many matching", ProblemKind.Rejected)]
    [InlineData(422, "422", "cannot parse", ProblemKind.Rejected)]
    [InlineData(401, "", "no org id", ProblemKind.Unauthorized)]
    [InlineData(403, "", "forbidden", ProblemKind.Unauthorized)]
    [InlineData(404, "not_found", "nothing here", ProblemKind.Rejected)]
    [InlineData(413, "", "too large", ProblemKind.TooLarge)]
    [InlineData(429, "", "rate limit", ProblemKind.Overloaded)]
    [InlineData(500, "internal", "panic", ProblemKind.ServerError)]
    [InlineData(502, "", "bad gateway", ProblemKind.ServerError)]
    [InlineData(503, "unavailable", "starting", ProblemKind.Overloaded)]
    [InlineData(503, "timeout", "query timed out", ProblemKind.Timeout)]
    [InlineData(504, "", "gateway timeout", ProblemKind.Timeout)]
    [InlineData(418, "", "teapot", ProblemKind.Rejected)]
    public async Task Refusal_OfEachKind_IsNamedInTheServersWords(int status, string errorType, string words, ProblemKind kind)
    {
        using PrometheusSource source = new StubServer(_ => StubServer.Error(status, errorType, words)).Source();
        SourceProblem problem = await ProblemAsync(source, StubServer.Expression("rate(up[1m])"));
        Assert.Equal(kind, problem.Kind);
        Assert.Equal(status, problem.Status);
        Assert.Contains(words, problem.Message);
        Assert.Contains(errorType, problem.Message);
        Assert.Equal("rate(up[1m])", problem.Query);
    }

    [Theory]
    [InlineData("text/plain", "upstream connect error")]
    [InlineData("application/json", "{\"message\":\"upstream connect error\"}")]
    public async Task Refusal_WithoutAProtocolAnswer_QuotesItsText(string type, string body)
    {
        using PrometheusSource source = new StubServer(_ => StubServer.Json(body, HttpStatusCode.BadGateway, type)).Source();
        Assert.Contains("upstream connect error", (await ProblemAsync(source)).Message);
    }

    [Fact]
    public async Task Refusal_AsAWebPage_IsNotQuoted()
    {
        using PrometheusSource source = new StubServer(_ => StubServer.Json("<html><body>Oops</body></html>", HttpStatusCode.BadGateway, "text/html")).Source();
        Assert.DoesNotContain("html", (await ProblemAsync(source)).Message);
    }

    [Theory]
    [InlineData("text/html", "<html>Please sign in</html>")]
    [InlineData("application/json", "<html>Please sign in</html>")]
    public async Task LoginPage_WithStatus200_IsMalformedWithARemedy(string type, string body)
    {
        using PrometheusSource source = new StubServer(_ => StubServer.Json(body, HttpStatusCode.OK, type)).Source();
        SourceProblem problem = await ProblemAsync(source);
        Assert.Equal(ProblemKind.Malformed, problem.Kind);
        Assert.Contains("login page", problem.Message);
    }

    [Fact]
    public async Task Redirect_IsNotFollowed()
    {
        var server = new StubServer(_ =>
        {
            HttpResponseMessage response = StubServer.Json("", HttpStatusCode.Found);
            response.Headers.Location = new Uri("https://login.example/?next=1");
            return response;
        });
        using PrometheusSource source = server.Source();
        Assert.Equal(ProblemKind.Malformed, (await ProblemAsync(source)).Kind);
        Assert.Single(server.Calls);
    }

    [Theory]
    [InlineData("", ProblemKind.Unreachable)]
    [InlineData("""{"status":"success","data":{"resultType":"matrix","result":[""", ProblemKind.Unreachable)]
    [InlineData("""{"status":"success"}""", ProblemKind.Malformed)]
    [InlineData("""{"status":"success","data":{"resultType":"string","result":[1760000000,"text"]}}""", ProblemKind.Malformed)]
    [InlineData("""{"status":"success","data":{"resultType":"matrix","result":[]}} trailing""", ProblemKind.Malformed)]
    [InlineData("null", ProblemKind.Malformed)]
    public async Task Success_WithAnAnswerThatIsNone_IsAProblem(string body, ProblemKind kind)
    {
        using PrometheusSource source = StubServer.Always(body).Source();
        Assert.Equal(kind, (await ProblemAsync(source)).Kind);
    }

    [Fact]
    public async Task Answer_WithMoreSeriesThanAllowed_IsTooLarge()
    {
        const string body = """{"status":"success","data":{"resultType":"vector","result":[{"metric":{"a":"1"},"value":[1760000100,"1"]},{"metric":{"a":"2"},"value":[1760000100,"1"]}]}}""";
        using PrometheusSource source = StubServer.Always(body).Source(StubServer.Options with { MaxSeries = 1 });
        SourceProblem problem = await ProblemAsync(source);
        Assert.Equal(ProblemKind.TooLarge, problem.Kind);
        Assert.Contains("maxSeries", problem.Message);
    }

    [Fact]
    public async Task Answer_EmptyWithSuccess_IsAnAnswer()
    {
        using PrometheusSource source = StubServer.Always(StubServer.Empty).Source();
        QueryAnswer answer = await StubServer.AskAsync(source, StubServer.Raw());
        Assert.Null(answer.Problem);
        Assert.Empty(answer.Series);
    }

    [Fact]
    public async Task Message_OfALongError_IsBounded()
    {
        using PrometheusSource source = new StubServer(_ => StubServer.Error(400, "bad_data", new string('x', 30_000))).Source();
        Assert.InRange((await ProblemAsync(source)).Message.Length, 100, 800);
    }

    private static async Task<SourceProblem> ProblemAsync(PrometheusSource source, PlannedQuery? query = null)
    {
        QueryAnswer answer = await StubServer.AskAsync(source, query ?? StubServer.Raw());
        Assert.Empty(answer.Series);
        return Assert.IsType<SourceProblem>(answer.Problem);
    }
}
