using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Analyzer.Analyses;

/// <summary>What an analysis asks and by which rules it judges: fixed when it starts, whatever becomes of the service's policies and defaults later.</summary>
/// <param name="Policy">The rules.</param>
/// <param name="Baseline">Which instances are the current version.</param>
/// <param name="Canary">Which instances are the new version.</param>
/// <param name="Source">Name of the metric source.</param>
internal sealed record AnalysisDefinition(CanaryPolicy Policy, Scope Baseline, Scope Canary, string Source);
