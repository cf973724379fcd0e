using CanaryJudge.Analyzer.Analyses;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Analyzer.Tests.Analyses;

/// <summary>Requests to start analyses that are right; a test changes what it is about.</summary>
internal static class Starts
{
    public const string PolicyText = """
        apiVersion: canaryjudge.io/v1
        kind: CanaryPolicy
        metadata: {name: checkout}
        spec:
          interval: 1m
          warmup: 1
          horizon: 20
          history: 5
          metrics:
            - name: error_rate
              kind: ratio
              bad: http_requests_total{code=~"5.."}
              total: http_requests_total
              margin: 0.3pp
              critical: true
            - name: latency
              kind: series
              query: avg(latency_seconds{$scope})
              margin: 7%
        """;

    public static CanaryPolicy Policy(string text = PolicyText) => PolicyParser.Parse(text).Policy!;

    public static Scope Scope(string text) => ScopeParser.Parse(text).Scope!;

    public static AnalysisStart Of(string target = "shop/checkout") => new()
    {
        Application = "checkout",
        Target = target,
        Definition = new AnalysisDefinition(Policy(), Scope("version=v1"), Scope("version=v2"), "main"),
        By = "ann",
    };
}
