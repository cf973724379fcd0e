using CanaryJudge.Analyzer.Rollouts.Store;

namespace CanaryJudge.Analyzer.Rollouts.Acting;

/// <summary>What every work on an action stands on.</summary>
internal sealed record ActionParts(ActionReads Reads, ActionWrites Writes, RolloutLook Look, ActionMeter Meter, RolloutOptions Options, TimeProvider Clock, ILogger Logger);
