using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Planning;

/// <summary>Everything that will be asked and over which windows.</summary>
/// <param name="Policy">The rules.</param>
/// <param name="Windows">The windows.</param>
/// <param name="Metrics">One entry a metric of the policy, in its order.</param>
public sealed record JudgePlan(CanaryPolicy Policy, WindowGrid Windows, IReadOnlyList<MetricPlan> Metrics);
