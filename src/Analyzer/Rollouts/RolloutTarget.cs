namespace CanaryJudge.Analyzer.Rollouts;

/// <summary>A target as the service is configured.</summary>
/// <param name="Name">Its name, in lower case.</param>
/// <param name="Kind">The kind of rollout.</param>
/// <param name="Mode">What becomes of the decisions of analyses.</param>
/// <param name="IsEnabled">False when the settings switch it off.</param>
/// <param name="Rollout">The rollout itself.</param>
internal sealed record RolloutTarget(string Name, string Kind, RolloutMode Mode, bool IsEnabled, IRollout Rollout);
