using CanaryJudge.Analyzer.Rollouts.Store;

namespace CanaryJudge.Analyzer.Rollouts;

/// <summary>A target as it stands.</summary>
/// <param name="Target">The target.</param>
/// <param name="Reading">How its rollout is; null when it was not looked at.</param>
/// <param name="Switch">Its own switch; null when nobody has set it.</param>
/// <param name="Live">The actions on it that have not ended.</param>
internal sealed record TargetView(RolloutTarget Target, RolloutReading? Reading, RolloutSwitch? Switch, IReadOnlyList<RolloutAction> Live);
