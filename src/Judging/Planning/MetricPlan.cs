using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Planning;

/// <summary>One metric with its questions: each role once a side.</summary>
/// <param name="Metric">The metric's rules.</param>
/// <param name="Queries">Its questions, baseline first.</param>
public sealed record MetricPlan(MetricPolicy Metric, IReadOnlyList<PlannedQuery> Queries);
