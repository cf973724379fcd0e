using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Tests.Policies;

public sealed class PolicyParserTests
{
    [Fact]
    public void Checkout_HasEveryKindWithItsQueries()
    {
        CanaryPolicy policy = Good(Samples.Checkout());

        Assert.Equal("checkout", policy.Name);
        Assert.Equal((TimeSpan.FromMinutes(1), 3, 60, 30, JudgeRule.Fixed, 0.98, 0.5), (policy.Interval, policy.WarmUp, policy.Horizon, policy.History, policy.Judge, policy.Confidence, policy.FailShare));
        Assert.Equal(["error_rate", "latency", "cpu", "memory", "throughput", "restarts"], policy.Metrics.Select(metric => metric.Name));
        MetricPolicy errors = policy.Metrics[0];
        Assert.Equal((MetricKind.Ratio, Direction.Increase, Margin.Absolute(0.005), true, MissingRule.Hold), (errors.Kind, errors.Direction, errors.Margin, errors.Critical, errors.Missing));
        Assert.Equal([new(TermRole.Bad, TermReading.Counter, "http_requests_total{code=~\"5..\"}"), new QueryTerm(TermRole.Total, TermReading.Counter, "http_requests_total")], errors.Terms);
        Assert.Equal(Margin.Relative(0.1, 0.005), policy.Metrics[1].Margin);
        Assert.Equal([0.5, 0.99], policy.Metrics[1].Quantiles);
        Assert.Equal([new QueryTerm(TermRole.Values, TermReading.Gauge, "process_resident_memory_bytes")], policy.Metrics[3].Terms);
        Assert.True(policy.Metrics[3].Resource);
        Assert.Equal([new(TermRole.Events, TermReading.Counter, "process_restarts_total"), new QueryTerm(TermRole.Exposure, TermReading.Integral, "up")], policy.Metrics[5].Terms);
    }

    private static CanaryPolicy Good(string text)
    {
        PolicyResult result = PolicyParser.Parse(text);
        Assert.Empty(result.Violations);
        return Assert.IsType<CanaryPolicy>(result.Policy);
    }
}
