using CanaryJudge.Analyzer.Analyses;
using CanaryJudge.Analyzer.Grpc.Writing;
using CanaryJudge.Analyzer.Hooks;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.Analyzer.Grpc.Reading;

/// <summary>From the texts of a controller to an analysis to start, by the rules of StartAnalysis. Everything that is wrong is refused at once.</summary>
internal sealed class HookReader(AnalysisReader requests)
{
    /// <summary>Reads them.</summary>
    public AnalysisStart Start(HookSubject subject, HookRequest request)
    {
        Refusals refusals = new();
        Wire.StartAnalysisRequest start = new()
        {
            Application = subject.Application,
            Target = subject.Target,
            Policy = new Wire.PolicyChoice { Name = request.Policy },
            Source = request.Source,
            By = subject.By,
        };
        if (request.Policy.Length == 0) refusals.Add("policy", "No policy is named.", "Name one that the service holds (Policies:Directory).");
        start.Baseline = Scope("baseline", request.Baseline, refusals);
        start.Canary = Scope("canary", request.Canary, refusals);
        refusals.ThrowIfAny();
        return requests.Start(start, new Caller(null));
    }

    private static Wire.Scope? Scope(string path, string text, Refusals refusals)
    {
        ScopeResult read = ScopeParser.Parse(text, path);
        foreach (Violation violation in read.Violations) refusals.Add(violation);
        return read.Scope is { } scope ? ScopeWriter.Write(scope) : null;
    }
}
