using System.Net.Http.Json;
using System.Text.Json;
using CanaryJudge.Analyzer.Tests.Hosting;
using CanaryJudge.Contracts.V1;
using Google.Protobuf;
using Grpc.Core;

namespace CanaryJudge.Analyzer.Tests.Grpc;

/// <summary>Every bound is held, and its number is in the message.</summary>
public sealed class LimitTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Message_AboveTheBound_IsRefusedWithTheBound()
    {
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync("--Limits:MessageBytes=2000");

        RpcException refused = await Assert.ThrowsAsync<RpcException>(async () => await analyzer.Client.CheckPolicyAsync(new CheckPolicyRequest { Policy = new PolicyChoice { Text = new string('x', 3000) } }, cancellationToken: Token));

        Assert.Equal(StatusCode.ResourceExhausted, refused.StatusCode);
        Assert.Contains("above the bound of 2000", refused.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Message_OfManyMegabytes_IsRefusedWithoutBeingRead()
    {
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync();

        RpcException refused = await Assert.ThrowsAsync<RpcException>(async () => await analyzer.Client.CheckPolicyAsync(new CheckPolicyRequest { Policy = new PolicyChoice { Text = new string('x', 40_000_000) } }, cancellationToken: Token));

        Assert.Equal(StatusCode.ResourceExhausted, refused.StatusCode);
        Assert.Contains("above the bound of 4194304", refused.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Message_JustBelowTheBound_IsRead()
    {
        CheckPolicyRequest request = new() { Policy = new PolicyChoice { Text = new string('x', 1990) } };
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync("--Limits:MessageBytes=" + request.CalculateSize());

        Assert.False((await analyzer.Client.CheckPolicyAsync(request, cancellationToken: Token)).Valid);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task JsonBody_AboveTheBound_Is413WithTheBound(bool isChunked)
    {
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync("--Limits:MessageBytes=2000");
        using StringContent text = new("""{"policy":{"text":""" + "\"" + new string('x', 3000) + "\"}}", System.Text.Encoding.UTF8, "application/json");
        using HttpRequestMessage request = new(HttpMethod.Post, "/v1/policies:check") { Content = text };
        request.Headers.TransferEncodingChunked = isChunked;

        using HttpResponseMessage answer = await analyzer.Rest.SendAsync(request, Token);

        Assert.Equal(413, (int)answer.StatusCode);
        JsonElement status = await answer.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Equal(8, status.GetProperty("code").GetInt32());
        Assert.Contains("above the bound of 2000", status.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task JsonBody_OfMegabytesBelowTheBound_IsReadAndJudged(int httpVersion)
    {
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync();
        JudgeMeasurementsRequest request = Requests.Measurements(0.1);
        Google.Protobuf.Collections.RepeatedField<RatioWindow> history = request.Measurements[0].Ratio.History;
        for (int k = 0; k < 9_900; k++) history.Add(new RatioWindow { Bad = 1000.123456789 + k, Total = 100_000.123456789 + k });
        string json = new string(' ', 2_500_000) + JsonFormatter.Default.Format(request);
        using HttpClient client = new() { BaseAddress = httpVersion == 1 ? analyzer.Rest.BaseAddress : analyzer.GrpcAddress, DefaultRequestVersion = new Version(httpVersion, httpVersion == 1 ? 1 : 0), DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using StringContent content = new(json, System.Text.Encoding.UTF8, "application/json");

        using HttpResponseMessage answer = await client.PostAsync("/v1/judge-measurements", content, Token);

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Contains("VERDICT_OUTCOME_ROLLBACK", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Matchers_Metrics_Windows_Buckets_AboveTheirBounds_AreRefusedWithThem()
    {
        await using FakePrometheus prometheus = await FakePrometheus.EmptyAsync();
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync(
            "--Limits:Matchers=2", "--Limits:Metrics=5", "--Limits:Windows=50", "--Limits:Buckets=4", "--Sources:Prometheus:main:Address=" + prometheus.Address);
        JudgeRequest matchers = Requests.Judge();
        for (int k = 0; k < 3; k++) matchers.Canary.Matchers.Add(new LabelMatcher { Label = "l" + k, Operator = MatchOperator.Equal, Value = "x" });
        JudgeMeasurementsRequest windows = Requests.Measurements(0.01);
        windows.Measurements[0].Ratio.History.Add(Enumerable.Range(0, 21).Select(_ => new RatioWindow()));
        JudgeMeasurementsRequest buckets = new()
        {
            Policy = new PolicyChoice { Inline = new CanaryPolicy { Name = "p", Metrics = { new MetricPolicy { Name = "m", Margin = new Margin { Relative = 0.1 }, Histogram = new HistogramMetric() } } } },
            Measurements = { new MetricMeasurement { Metric = "m", Histogram = new HistogramMeasurement { Bounds = { 1, 2, 3, 4 } } } },
        };

        await Refused(analyzer.Client.JudgeAsync(matchers, cancellationToken: Token), "canary.matchers", "bound of 2 (Limits:Matchers)");
        await Refused(analyzer.Client.CheckPolicyAsync(new CheckPolicyRequest { Policy = new PolicyChoice { Inline = Requests.InlinePolicy() } }, cancellationToken: Token), "policy", "bound of 5 (Limits:Metrics)");
        await Refused(analyzer.Client.JudgeMeasurementsAsync(windows, cancellationToken: Token), "measurements[0].ratio", "bound of 50 (Limits:Windows)");
        await Refused(analyzer.Client.JudgeMeasurementsAsync(buckets, cancellationToken: Token), "measurements[0].histogram.bounds", "at most 4 buckets (Limits:Buckets)");
        await Refused(analyzer.Client.JudgeAsync(Requests.Judge(), cancellationToken: Token), "since", "bound of 50 (Limits:Windows)");
    }

    [Fact]
    public async Task Fields_OfANewerContract_AreRefusedNotIgnored()
    {
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync();
        byte[] newer = [.. new PolicyChoice { Text = Requests.PolicyText }.ToByteArray(), 0xF8, 0x3F, 0x01]; // field 1023, varint 1
        CheckPolicyRequest request = new() { Policy = PolicyChoice.Parser.ParseFrom(newer) };

        Google.Rpc.BadRequest.Types.FieldViolation violation = Assert.Single(await Failures.OfAsync(analyzer.Client.CheckPolicyAsync(request, cancellationToken: Token)));

        Assert.Equal("policy", violation.Field);
        Assert.Contains("newer contract", violation.Description, StringComparison.Ordinal);
    }

    private static async Task Refused<T>(AsyncUnaryCall<T> call, string field, string words)
    {
        Google.Rpc.BadRequest.Types.FieldViolation violation = Assert.Single(await Failures.OfAsync(call));
        Assert.Equal(field, violation.Field);
        Assert.Contains(words, violation.Description, StringComparison.Ordinal);
    }
}
