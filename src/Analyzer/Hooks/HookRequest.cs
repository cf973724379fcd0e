using CanaryJudge.Analyzer.Grpc;
using CanaryJudge.Analyzer.Grpc.Writing;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.Analyzer.Hooks;

/// <summary>How a controller wants to be judged, in its own texts.</summary>
/// <param name="Policy">Name of a policy that the service holds.</param>
/// <param name="Source">Name of a metric source; empty for the default one.</param>
/// <param name="Baseline">Which instances are the current version: version=v1,namespace=shop.</param>
/// <param name="Canary">Which instances are the new version.</param>
internal sealed record HookRequest(string Policy, string Source, string Baseline, string Canary)
{
    /// <summary>The request as the contract has it, with everything that is wrong with its texts.</summary>
    public Wire.StartAnalysisRequest ToStart(HookSubject subject, Refusals refusals)
    {
        Wire.StartAnalysisRequest start = new()
        {
            Application = subject.Application,
            Target = subject.Target,
            Policy = new Wire.PolicyChoice { Name = Policy },
            Source = Source,
            By = subject.By,
        };
        if (Policy.Length == 0) refusals.Add("policy", "No policy is named.", "Name one that the service holds (Policies:Directory).");
        start.Baseline = Scope("baseline", Baseline, refusals);
        start.Canary = Scope("canary", Canary, refusals);
        return start;
    }

    private static Wire.Scope? Scope(string path, string text, Refusals refusals)
    {
        ScopeResult read = ScopeParser.Parse(text, path);
        foreach (Violation violation in read.Violations) refusals.Add(violation);
        return read.Scope is { } scope ? ScopeWriter.Write(scope) : null;
    }
}
