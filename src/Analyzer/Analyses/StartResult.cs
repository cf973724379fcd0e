using CanaryJudge.Analyzer.Rollouts;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Analyzer.Analyses;

/// <summary>What became of a request to start an analysis.</summary>
internal sealed record StartResult
{
    /// <summary>The analysis; null when the request was refused.</summary>
    public Analysis? Analysis { get; init; }

    /// <summary>True when this call started it, false when an earlier one with the same idempotency key did.</summary>
    public bool IsNew { get; init; }

    /// <summary>True when the caller has used the idempotency key for another request: nothing was started.</summary>
    public bool KeyIsTaken { get; init; }

    /// <summary>Why the target is not as it must be for its decision to be carried out: nothing was started. Null when it is.</summary>
    public TargetRefusal? Refusal { get; init; }

    /// <summary>Everything that is wrong with the request; empty when nothing is. Paths: application, target, by, idempotency_key, start, source, spec..., baseline, canary.</summary>
    public IReadOnlyList<Violation> Violations { get; init; } = [];
}
