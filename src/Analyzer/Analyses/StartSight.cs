using CanaryJudge.Analyzer.Rollouts;

namespace CanaryJudge.Analyzer.Analyses;

/// <summary>What was seen of a target when an analysis of it was to be started.</summary>
internal sealed record StartSight
{
    /// <summary>The revision that will be judged; null when it is not known.</summary>
    public string? Revision { get; init; }

    /// <summary>The revision beside it; null when it is not known.</summary>
    public string? Baseline { get; init; }

    /// <summary>What becomes of the decision; null when the target is none of the service's.</summary>
    public RolloutMode? Mode { get; init; }

    /// <summary>What the first event says of it, after a space; empty for nothing.</summary>
    public string Word { get; init; } = "";

    /// <summary>Why nothing may be started; null when it may.</summary>
    public TargetRefusal? Refusal { get; init; }
}
