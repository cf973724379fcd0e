using CanaryJudge.Analyzer.Tests.Hosting;
using CanaryJudge.Contracts.V1;
using Google.Protobuf.WellKnownTypes;

namespace CanaryJudge.Analyzer.Tests.Grpc;

/// <summary>Policies on the wire: a document, fields, a name.</summary>
public sealed class PolicyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task InlinePolicy_ReadAndWrittenAgain_IsTheSame()
    {
        CanaryPolicy policy = Requests.InlinePolicy();
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync();

        CheckPolicyResponse answer = await analyzer.Client.CheckPolicyAsync(new CheckPolicyRequest { Policy = new PolicyChoice { Inline = policy } }, cancellationToken: Token);

        Assert.Empty(answer.Violations);
        Assert.Equal(policy, answer.Effective);
    }

    [Fact]
    public async Task InlinePolicy_WithLittle_TakesTheDefaults()
    {
        CanaryPolicy policy = new() { Name = "small", Metrics = { new MetricPolicy { Name = "m", Margin = new Margin { Relative = 0.1 }, Series = new SeriesMetric { Values = new Query { Selector = "m" } } } } };
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync();

        CanaryPolicy effective = (await analyzer.Client.CheckPolicyAsync(new CheckPolicyRequest { Policy = new PolicyChoice { Inline = policy } }, cancellationToken: Token)).Effective;

        Assert.Equal(Duration.FromTimeSpan(TimeSpan.FromMinutes(1)), effective.Interval);
        Assert.Equal((3, 60, 30), (effective.WarmUp, effective.Horizon, effective.History));
        Assert.Equal((JudgeRule.Sequential, Guarantee.Strict, HorizonRule.Hold), (effective.Judge, effective.Guarantee, effective.AtHorizon));
        Assert.Equal((0.98, 0.5), (effective.Confidence, effective.FailShare));
        Assert.Equal((Direction.Increase, MissingRule.Hold), (effective.Metrics[0].Direction, effective.Metrics[0].Missing));
        Assert.Equal(QueryReading.Gauge, effective.Metrics[0].Series.Values.Reading);
    }

    [Fact]
    public async Task InlinePolicy_WithEverythingWrong_IsToldEverythingByFieldPath()
    {
        CanaryPolicy policy = Requests.InlinePolicy();
        policy.Name = "";
        policy.Interval = new Duration { Seconds = -5 };
        policy.WarmUp = -1;
        policy.FailShare = double.NaN;
        policy.AtHorizon = HorizonRule.Unspecified;
        policy.Metrics[0].Direction = Direction.Unspecified;
        policy.Metrics[0].Ratio.Bad.Selector = "http_requests_total{";
        policy.Metrics[1].Margin.Relative = 0;
        policy.Metrics[2].ClearKind();
        policy.Metrics[3].Series.Values.Reading = QueryReading.Buckets;
        policy.Metrics[4].Histogram.Quantiles[1] = 1.5;
        policy.Metrics[5].Count.Exposure = new Query();
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync();

        CheckPolicyResponse answer = await analyzer.Client.CheckPolicyAsync(new CheckPolicyRequest { Policy = new PolicyChoice { Inline = policy } }, cancellationToken: Token);

        Assert.False(answer.Valid);
        Assert.Null(answer.Effective);
        HashSet<string> paths = [.. answer.Violations.Select(v => v.Path)];
        Assert.Superset(
            new HashSet<string>
            {
                "policy.inline.name", "policy.inline.interval", "policy.inline.warm_up", "policy.inline.fail_share", "policy.inline.metrics[0].direction", "policy.inline.metrics[0].ratio.bad.selector",
                "policy.inline.metrics[1].margin.relative", "policy.inline.metrics[2]", "policy.inline.metrics[3].series.values.reading", "policy.inline.metrics[4].histogram.quantiles[1]", "policy.inline.metrics[5].count.exposure",
            },
            paths);
        Assert.All(answer.Violations, v => Assert.NotEmpty(v.Remedy));
    }

    [Fact]
    public async Task PolicyText_WithSeveralFaults_NamesEachWithLineAndColumn()
    {
        string text = Requests.PolicyText.Replace("warmup: 1", "warmpu: 1", StringComparison.Ordinal).Replace("0.5pp", "-1", StringComparison.Ordinal);
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync();

        CheckPolicyResponse answer = await analyzer.Client.CheckPolicyAsync(new CheckPolicyRequest { Policy = new PolicyChoice { Text = text } }, cancellationToken: Token);

        Assert.False(answer.Valid);
        Assert.Equal([6, 13], answer.Violations.Select(v => v.Line));
        Assert.All(answer.Violations, v => Assert.True(v.Column > 0));
    }

    [Fact]
    public async Task PolicyName_ThatTheServiceHolds_IsThatPolicy()
    {
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync("--Policies:Directory=" + Checkout.Path("samples/policies"));

        CheckPolicyResponse answer = await analyzer.Client.CheckPolicyAsync(new CheckPolicyRequest { Policy = new PolicyChoice { Name = "checkout" } }, cancellationToken: Token);

        Assert.Equal("checkout", answer.Effective.Name);
    }

    [Fact]
    public async Task PolicyName_ThatTheServiceDoesNotHold_NamesThoseItHolds()
    {
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync("--Policies:Directory=" + Checkout.Path("samples/policies"));

        Google.Rpc.BadRequest.Types.FieldViolation violation = Assert.Single(await Failures.OfAsync(analyzer.Client.CheckPolicyAsync(new CheckPolicyRequest { Policy = new PolicyChoice { Name = "chekout" } }, cancellationToken: Token)));

        Assert.Equal("policy.name", violation.Field);
        Assert.Contains("checkout", violation.Description, StringComparison.Ordinal);
    }
}
