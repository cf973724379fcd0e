using CanaryJudge.Judging.Policies;
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.Analyzer.Grpc.Reading;

/// <summary>From the planner's paths to those of the request.</summary>
internal static class PlanPaths
{
    /// <summary>The violation with the path of the field in the request.</summary>
    public static Violation ToRequest(Violation violation, Wire.JudgeRequest request)
    {
        if (violation.Path.StartsWith("spec", StringComparison.Ordinal) || violation.Path.StartsWith("metadata", StringComparison.Ordinal)) return PolicyPaths.ToRequest(violation, request.Policy);
        bool isTime = violation.Path is "from" or "to";
        if (!isTime) return violation;
        return violation with { Path = request.TimeCase == Wire.JudgeRequest.TimeOneofCase.Since ? "since" : "range." + violation.Path };
    }

    /// <summary>The violation of a start with the path of the field in the request.</summary>
    public static Violation ToRequest(Violation violation, Wire.StartAnalysisRequest request)
    {
        if (violation.Path.StartsWith("spec", StringComparison.Ordinal) || violation.Path.StartsWith("metadata", StringComparison.Ordinal)) return PolicyPaths.ToRequest(violation, request.Policy);
        return violation.Path is "start" or "from" or "to" ? violation with { Path = "start_time" } : violation;
    }
}
