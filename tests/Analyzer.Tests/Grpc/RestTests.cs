using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CanaryJudge.Analyzer.Tests.Hosting;
using Google.Protobuf;

namespace CanaryJudge.Analyzer.Tests.Grpc;

/// <summary>The contract as REST: the same answers, the same errors, and nothing ignored.</summary>
public sealed class RestTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Measurements_AsJson_GiveTheVerdict()
    {
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync();

        (HttpStatusCode status, JsonElement answer) = await PostAsync(analyzer, "/v1/judge-measurements", JsonFormatter.Default.Format(Requests.Measurements(0.1)));

        Assert.Equal(HttpStatusCode.OK, status);
        JsonElement verdict = answer.GetProperty("verdict");
        Assert.Equal("VERDICT_OUTCOME_ROLLBACK", verdict.GetProperty("outcome").GetString());
        Assert.Equal(JsonValueKind.Number, verdict.GetProperty("judgements")[0].GetProperty("comparisons")[0].GetProperty("difference").ValueKind);
    }

    [Fact]
    public async Task Measurements_WithAMissingWindow_AreAnEmptyObject()
    {
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync();
        const string Json = """
            {"policy": {"inline": {"name": "p", "warmUp": 0, "metrics": [{"name": "m", "margin": {"relative": 0.1}, "series": {}}]}},
             "measurements": [{"metric": "m", "series": {"baseline": [{"value": 1}, {}, {"value": 0}], "canary": [{"value": 1}, {"value": 2}, {}]}}]}
            """;

        (HttpStatusCode status, JsonElement answer) = await PostAsync(analyzer, "/v1/judge-measurements", Json);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("VERDICT_OUTCOME_PAUSE", answer.GetProperty("verdict").GetProperty("outcome").GetString());
        Assert.Equal(3, answer.GetProperty("verdict").GetProperty("windowsElapsed").GetInt32());
    }

    [Fact]
    public async Task Measurements_UnderJudgeKayenta_GiveTheScoreOfTheGroups()
    {
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync();
        string Series(string name, int shift) => $$$"""{"metric": "{{{name}}}", "series": {"baseline": [{{{Values(0)}}}], "canary": [{{{Values(shift)}}}]}}""";
        string Values(int shift) => string.Join(',', Enumerable.Range(0, 12).Select(k => $$$"""{"value": {{{100 + shift + k % 3}}} }"""));
        string json = $$$"""
            {"policy": {"inline": {"name": "p", "warmUp": 0, "horizon": 12, "judge": "JUDGE_RULE_KAYENTA", "kayenta": {"pass": 90, "marginal": 50, "weights": {"errors": 60, "latency": 40}},
              "metrics": [{"name": "a", "margin": {"relative": 0.1}, "groups": ["errors"], "series": {}}, {"name": "b", "margin": {"relative": 0.1}, "groups": ["latency"], "series": {}}]}},
             "measurements": [{{{Series("a", 0)}}}, {{{Series("b", 50)}}}]}
            """;

        (HttpStatusCode status, JsonElement answer) = await PostAsync(analyzer, "/v1/judge-measurements", json);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("VERDICT_OUTCOME_PAUSE", answer.GetProperty("verdict").GetProperty("outcome").GetString());
        JsonElement score = answer.GetProperty("verdict").GetProperty("score");
        Assert.Equal((60, 90, 50), (score.GetProperty("value").GetDouble(), score.GetProperty("pass").GetDouble(), score.GetProperty("marginal").GetDouble()));
        Assert.Equal([100, 0], score.GetProperty("groups").EnumerateArray().Select(g => g.GetProperty("value").GetDouble()));
    }

    [Fact]
    public async Task Measurements_UnderJudgeThreshold_GiveTheChecks()
    {
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync();
        string values = string.Join(',', Enumerable.Repeat("""{"value": 1}""", 4));
        string json = $$$"""
            {"policy": {"inline": {"name": "p", "warmUp": 0, "judge": "JUDGE_RULE_THRESHOLD", "threshold": {"failures": 2, "passes": 3},
              "metrics": [{"name": "a", "margin": {"relative": 0.1}, "limit": 2, "series": {}}]}},
             "measurements": [{"metric": "a", "series": {"baseline": [{{{values}}}], "canary": [{{{values}}}]}}]}
            """;

        (HttpStatusCode status, JsonElement answer) = await PostAsync(analyzer, "/v1/judge-measurements", json);

        Assert.Equal(HttpStatusCode.OK, status);
        JsonElement verdict = answer.GetProperty("verdict");
        Assert.Equal(("VERDICT_OUTCOME_PROMOTE", 3), (verdict.GetProperty("outcome").GetString(), verdict.GetProperty("windowsElapsed").GetInt32()));
        JsonElement checks = verdict.GetProperty("judgements")[0].GetProperty("checks");
        Assert.Equal((3, 3, 2), (checks.GetProperty("passed").GetInt32(), checks.GetProperty("passesNeeded").GetInt32(), checks.GetProperty("failuresLimit").GetInt32()));
    }

    [Fact]
    public async Task Policy_AsJson_GivesTheEffectivePolicy()
    {
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync();

        (HttpStatusCode status, JsonElement answer) = await PostAsync(analyzer, "/v1/policies:check", JsonSerializer.Serialize(new { policy = new { text = Requests.PolicyText } }));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.True(answer.GetProperty("valid").GetBoolean());
        Assert.Equal("60s", answer.GetProperty("effective").GetProperty("interval").GetString());
    }

    [Fact]
    public async Task Request_WithUnknownFields_IsRefusedWithEveryOneOfThem()
    {
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync();
        const string Json = """
            {"polcy": {}, "policy": {"text": "x", "nmae": "y"}, "baseline": {"matchers": [{"label": "a", "op": "="}]}, "since": "30m", "canary": null}
            """;

        (HttpStatusCode status, JsonElement answer) = await PostAsync(analyzer, "/v1/judge", Json);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(3, answer.GetProperty("code").GetInt32());
        JsonElement detail = answer.GetProperty("details")[0];
        Assert.Equal("type.googleapis.com/google.rpc.BadRequest", detail.GetProperty("@type").GetString());
        Assert.Equal(["polcy", "policy.nmae", "baseline.matchers[0].op", "since"], detail.GetProperty("fieldViolations").EnumerateArray().Select(v => v.GetProperty("field").GetString()));
    }

    [Fact]
    public async Task Request_RefusedByTheService_HasTheSameShape()
    {
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync();

        (HttpStatusCode status, JsonElement answer) = await PostAsync(analyzer, "/v1/judge", "{}");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(
            ["policy", "baseline.matchers", "canary.matchers", "range", "source"],
            answer.GetProperty("details")[0].GetProperty("fieldViolations").EnumerateArray().Select(v => v.GetProperty("field").GetString()));
    }

    [Fact]
    public async Task Request_WithAQueryParameter_IsRefused()
    {
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync();

        (HttpStatusCode status, JsonElement answer) = await PostAsync(analyzer, "/v1/policies:check?source=main", JsonSerializer.Serialize(new { policy = new { text = Requests.PolicyText } }));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("source", answer.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "application/json")]
    [InlineData("{", "application/json")]
    [InlineData("[]", "application/json")]
    [InlineData("{} {}", "application/json")]
    [InlineData("policy=x", "application/x-www-form-urlencoded")]
    public async Task Body_ThatIsNoJsonObject_IsRefusedInWords(string body, string contentType)
    {
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync();
        using StringContent content = new(body, Encoding.UTF8, contentType);

        using HttpResponseMessage answer = await analyzer.Rest.PostAsync("/v1/policies:check", content, Token);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(3, (await answer.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task Judge_CallerThatHangsUp_HangsUpOnTheSource()
    {
        await using FakePrometheus prometheus = await FakePrometheus.SilentAsync();
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync("--Sources:Prometheus:main:Address=" + prometheus.Address);
        using CancellationTokenSource caller = new();
        using StringContent content = new(JsonFormatter.Default.Format(Requests.Judge()), Encoding.UTF8, "application/json");

        Task<HttpResponseMessage> call = analyzer.Rest.PostAsync("/v1/judge", content, caller.Token);
        await prometheus.Asked.WaitAsync(TimeSpan.FromSeconds(60), Token);
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await call);
        await prometheus.HungUp.WaitAsync(TimeSpan.FromSeconds(60), Token);
    }

    private static async Task<(HttpStatusCode Status, JsonElement Answer)> PostAsync(RunningAnalyzer analyzer, string path, string json)
    {
        using StringContent content = new(json, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await analyzer.Rest.PostAsync(path, content, Token);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(Token));
    }
}
