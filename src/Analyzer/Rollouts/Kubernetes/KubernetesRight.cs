namespace CanaryJudge.Analyzer.Rollouts.Kubernetes;

/// <summary>A right that a kind of target needs.</summary>
/// <param name="Kind">The kind of target.</param>
/// <param name="Right">The right, of every object.</param>
/// <param name="Purpose">What for.</param>
internal sealed record KubernetesRight(string Kind, RolloutRight Right, string Purpose);
