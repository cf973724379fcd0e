namespace CanaryJudge.Analyzer.Rollouts.Reported;

/// <summary>A rollout as a program or a receiver of webhooks tells it.</summary>
internal sealed record ReportedObservation : RolloutObservation
{
    /// <summary>True while the canary still runs, with or without traffic; null when it was not told.</summary>
    public bool? IsRunning { get; init; }
}
