namespace CanaryJudge.Analyzer.Rollouts;

/// <summary>What an action would do.</summary>
/// <param name="Now">How the rollout is.</param>
/// <param name="Next">The next move.</param>
/// <param name="Hindrances">What would hold it back or forbid it now.</param>
internal sealed record DryRun(RolloutObservation Now, NextMove Next, IReadOnlyList<string> Hindrances);
