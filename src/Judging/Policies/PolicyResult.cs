namespace CanaryJudge.Judging.Policies;

/// <summary>A policy that was read, or everything that is wrong with it.</summary>
public sealed record PolicyResult
{
    /// <summary>The policy; null when there is a violation.</summary>
    public CanaryPolicy? Policy { get; init; }

    /// <summary>Everything that is wrong, in document order; empty when the policy is good.</summary>
    public IReadOnlyList<Violation> Violations { get; init; } = [];
}
