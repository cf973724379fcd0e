using CanaryJudge.Analyzer.Tests.Analyses;
using CanaryJudge.Contracts.V1;

namespace CanaryJudge.Analyzer.Tests.Grpc;

/// <summary>Requests of AnalysisService that are right; a test changes what it is about.</summary>
internal static class AnalysisRequests
{
    public const string NoSuchId = "0198c0de-0000-7000-8000-000000000000";
    public const string Source = "--Sources:Prometheus:main:Address=http://127.0.0.1:9";

    public static StartAnalysisRequest Start(string target = "shop/checkout") => new()
    {
        Application = "checkout",
        Target = target,
        Policy = new PolicyChoice { Text = Starts.PolicyText },
        Baseline = Requests.Version("v1"),
        Canary = Requests.Version("v2"),
        By = "ann",
    };
}
