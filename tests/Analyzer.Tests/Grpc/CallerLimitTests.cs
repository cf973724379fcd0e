using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CanaryJudge.Analyzer.Tests.Hosting;
using CanaryJudge.Analyzer.Tests.SignIn;
using CanaryJudge.Contracts.V1;
using Grpc.Core;

namespace CanaryJudge.Analyzer.Tests.Grpc;

/// <summary>One caller cannot take the service from the others.</summary>
public sealed class CallerLimitTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Caller_WithMoreCallsThanTheBound_IsToldToWait_AndAnotherIsNot()
    {
        await using TokenIssuer issuer = new();
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync([AnalysisRequests.Source, .. issuer.Settings, "--Limits:CallBurst=5", "--Limits:CallsPerSecond=1"]);
        Metadata busy = Bearer(issuer.Token("busy"));

        int refusals = 0;
        for (int k = 0; k < 30; k++) refusals += await IsRefusedAsync(analyzer, busy) ? 1 : 0;
        bool isOtherRefused = await IsRefusedAsync(analyzer, Bearer(issuer.Token("calm")));

        Assert.InRange(refusals, 1, 25);
        Assert.False(isOtherRefused);
    }

    [Fact]
    public async Task CallByRest_AboveTheBound_Is429_WithTheTimeToWait_AndHealthIsNeverRefused()
    {
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync(AnalysisRequests.Source, "--Limits:CallBurst=1", "--Limits:CallsPerSecond=1");
        HttpResponseMessage answer;
        do
        {
            answer = await analyzer.Rest.GetAsync("/v1/analyses", Token);
        }
        while (answer.StatusCode == HttpStatusCode.OK);

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        JsonElement status = await answer.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Equal(8, status.GetProperty("code").GetInt32());
        Assert.Contains("Limits:CallsPerSecond", status.GetProperty("message").GetString(), StringComparison.Ordinal);
        for (int k = 0; k < 10; k++) Assert.Equal(HttpStatusCode.OK, (await analyzer.Rest.GetAsync("/readyz", Token)).StatusCode);
    }

    [Theory]
    [InlineData("--Limits:WatchesPerCaller=2")]
    [InlineData("--Limits:Watches=2")]
    public async Task Watches_AboveTheBound_AreRefused_UntilOneEnds(string bound)
    {
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync(AnalysisRequests.Source, bound);
        string id = (await analyzer.Analyses.StartAnalysisAsync(AnalysisRequests.Start(), cancellationToken: Token)).Analysis.Id;
        using AsyncServerStreamingCall<WatchAnalysisResponse> first = await WatchAsync(analyzer, id);
        using AsyncServerStreamingCall<WatchAnalysisResponse> second = await WatchAsync(analyzer, id);

        RpcException third = await Assert.ThrowsAsync<RpcException>(() => WatchAsync(analyzer, id));
        Assert.Equal(StatusCode.ResourceExhausted, third.StatusCode);
        Assert.Contains("Limits:Watches", third.Status.Detail, StringComparison.Ordinal);
        Assert.NotEmpty((await analyzer.Analyses.ListAnalysesAsync(new(), cancellationToken: Token)).Analyses);

        first.Dispose();
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            try
            {
                using AsyncServerStreamingCall<WatchAnalysisResponse> again = await WatchAsync(analyzer, id);
                break;
            }
            catch (RpcException full) when (full.StatusCode == StatusCode.ResourceExhausted)
            {
                await Task.Delay(50, limit.Token); // the service hears of the end a moment later
            }
        }
    }

    private static async Task<AsyncServerStreamingCall<WatchAnalysisResponse>> WatchAsync(RunningAnalyzer analyzer, string id)
    {
        AsyncServerStreamingCall<WatchAnalysisResponse> call = analyzer.Analyses.WatchAnalysis(new() { Id = id }, cancellationToken: Token);
        Assert.True(await call.ResponseStream.MoveNext(Token));
        return call;
    }

    private static async Task<bool> IsRefusedAsync(RunningAnalyzer analyzer, Metadata caller)
    {
        try
        {
            await analyzer.Analyses.ListAnalysesAsync(new(), caller, cancellationToken: Token);
            return false;
        }
        catch (RpcException refused)
        {
            Assert.Equal(StatusCode.ResourceExhausted, refused.StatusCode);
            Assert.Contains("Limits:CallsPerSecond", refused.Status.Detail, StringComparison.Ordinal);
            return true;
        }
    }

    private static Metadata Bearer(string token) => new() { { "authorization", "Bearer " + token } };
}
