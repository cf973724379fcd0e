using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CanaryJudge.Analyzer.Tests.Hosting;
using Google.Protobuf;

namespace CanaryJudge.Analyzer.Tests.Grpc;

/// <summary>AnalysisService as REST: the same answers, the same errors, and nothing ignored.</summary>
public sealed class AnalysisRestTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Analysis_ByRest_IsStartedFoundListedWatchedAndDecided()
    {
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync(AnalysisRequests.Source);

        (HttpStatusCode status, JsonElement started) = await PostAsync(analyzer, "/v1/analyses", JsonFormatter.Default.Format(AnalysisRequests.Start()));
        Assert.Equal(HttpStatusCode.OK, status);
        string id = started.GetProperty("analysis").GetProperty("id").GetString()!;
        (_, JsonElement found) = await GetAsync(analyzer, "/v1/analyses/" + id);
        (_, JsonElement list) = await GetAsync(analyzer, "/v1/analyses?application=checkout&states=ANALYSIS_STATE_WAITING&states=ANALYSIS_STATE_HELD&pageSize=5&from=2026-01-01T00:00:00Z");
        (_, JsonElement none) = await GetAsync(analyzer, "/v1/analyses?states=ANALYSIS_STATE_ENDED&page_size=5");
        using HttpResponseMessage watch = await analyzer.Rest.GetAsync($"/v1/analyses/{id}/events?after=0", HttpCompletionOption.ResponseHeadersRead, Token);
        using StreamReader lines = new(await watch.Content.ReadAsStreamAsync(Token));
        JsonElement first = JsonSerializer.Deserialize<JsonElement>((await lines.ReadLineAsync(Token))!);
        (HttpStatusCode decided, JsonElement ended) = await PostAsync(analyzer, $"/v1/analyses/{id}:override", """{"decision": "VERDICT_OUTCOME_PROMOTE", "by": "bob", "reason": "the errors are the load test"}""");
        JsonElement last = JsonSerializer.Deserialize<JsonElement>((await lines.ReadLineAsync(Token))!);

        Assert.Equal(id, found.GetProperty("analysis").GetProperty("id").GetString());
        Assert.Equal(id, Assert.Single(list.GetProperty("analyses").EnumerateArray()).GetProperty("id").GetString());
        Assert.Empty(none.GetProperty("analyses").EnumerateArray());
        Assert.Equal(("ANALYSIS_EVENT_KIND_STARTED", 1), (first.GetProperty("event").GetProperty("kind").GetString(), first.GetProperty("event").GetProperty("sequence").GetInt32()));
        Assert.Equal((HttpStatusCode.OK, "VERDICT_OUTCOME_PROMOTE"), (decided, ended.GetProperty("analysis").GetProperty("decision").GetString()));
        Assert.Equal("ANALYSIS_EVENT_KIND_ENDED", last.GetProperty("event").GetProperty("kind").GetString());
        Assert.Null(await lines.ReadLineAsync(Token));
    }

    [Theory]
    [InlineData("?bogus=1", "bogus")]
    [InlineData("?page_size=many", "page_size")]
    [InlineData("?page_size=1&pageSize=2", "page_size")]
    [InlineData("?page_size=1&page_size=2", "page_size")]
    [InlineData("?states=WAITING", "states[0]")]
    [InlineData("?from=yesterday", "from")]
    [InlineData("?application=%00", "application")]
    [InlineData("?application.name=x", "application.name")]
    [InlineData("?page_token='%20or%201%3D1", "page_token")]
    public async Task List_WithAWrongParameter_IsRefused_AndItsFieldIsNamed(string query, string field)
    {
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync(AnalysisRequests.Source);

        (HttpStatusCode status, JsonElement answer) = await GetAsync(analyzer, "/v1/analyses" + query);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal([field], answer.GetProperty("details")[0].GetProperty("fieldViolations").EnumerateArray().Select(v => v.GetProperty("field").GetString()));
    }

    [Fact]
    public async Task Errors_ByRest_HaveTheirStatusAndTheShapeOfAllErrors()
    {
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync(AnalysisRequests.Source);
        (_, JsonElement started) = await PostAsync(analyzer, "/v1/analyses", JsonFormatter.Default.Format(AnalysisRequests.Start()));
        string id = started.GetProperty("analysis").GetProperty("id").GetString()!;
        const string Reason = """{"by": "ann", "reason": "wrong build"}""";
        await PostAsync(analyzer, $"/v1/analyses/{id}:cancel", Reason);

        Assert.Equal((HttpStatusCode.NotFound, 5), Code(await GetAsync(analyzer, "/v1/analyses/" + AnalysisRequests.NoSuchId)));
        Assert.Equal((HttpStatusCode.NotFound, 5), Code(await GetAsync(analyzer, $"/v1/analyses/{AnalysisRequests.NoSuchId}/events")));
        Assert.Equal((HttpStatusCode.BadRequest, 3), Code(await GetAsync(analyzer, "/v1/analyses/%01")));
        Assert.Equal((HttpStatusCode.BadRequest, 3), Code(await GetAsync(analyzer, $"/v1/analyses/{id}?id={id}")));
        Assert.Equal((HttpStatusCode.BadRequest, 3), Code(await PostAsync(analyzer, $"/v1/analyses/{id}:cancel", $$"""{"id": "{{AnalysisRequests.NoSuchId}}", "by": "ann", "reason": "x"}""")));
        Assert.Equal((HttpStatusCode.BadRequest, 9), Code(await PostAsync(analyzer, $"/v1/analyses/{id}:cancel", Reason.Replace("ann", "zoe", StringComparison.Ordinal))));
        using HttpRequestMessage withBody = new(HttpMethod.Get, "/v1/analyses") { Content = JsonContent.Create(new { pageSize = 1 }) };
        using HttpResponseMessage refused = await analyzer.Rest.SendAsync(withBody, Token);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    private static (HttpStatusCode, int) Code((HttpStatusCode Status, JsonElement Answer) answer) => (answer.Status, answer.Answer.GetProperty("code").GetInt32());

    private static async Task<(HttpStatusCode Status, JsonElement Answer)> GetAsync(RunningAnalyzer analyzer, string path)
    {
        using HttpResponseMessage answer = await analyzer.Rest.GetAsync(path, Token);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(Token));
    }

    private static async Task<(HttpStatusCode Status, JsonElement Answer)> PostAsync(RunningAnalyzer analyzer, string path, string json)
    {
        using StringContent content = new(json, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await analyzer.Rest.PostAsync(path, content, Token);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(Token));
    }
}
