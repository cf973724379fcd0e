namespace CanaryJudge.Samples.Workload;

/// <summary>What a load generator did.</summary>
/// <param name="Baseline">Requests the baseline answered, with any status.</param>
/// <param name="Canary">Requests the canary answered, with any status.</param>
/// <param name="Unanswered">Requests without an answer: no connection, or it broke, or the load ended first.</param>
/// <param name="LeftOut">Requests not sent because too many were under way.</param>
public sealed record LoadReport(long Baseline, long Canary, long Unanswered, long LeftOut);
