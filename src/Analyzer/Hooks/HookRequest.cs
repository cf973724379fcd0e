namespace CanaryJudge.Analyzer.Hooks;

/// <summary>How a controller wants to be judged, in its own texts.</summary>
/// <param name="Policy">Name of a policy that the service holds.</param>
/// <param name="Source">Name of a metric source; empty for the default one.</param>
/// <param name="Baseline">Which instances are the current version: version=v1,namespace=shop.</param>
/// <param name="Canary">Which instances are the new version.</param>
internal sealed record HookRequest(string Policy, string Source, string Baseline, string Canary);
