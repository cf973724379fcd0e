using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Planning;

/// <summary>A scope that was read, or everything that is wrong with it.</summary>
public sealed record ScopeResult
{
    /// <summary>The scope; null when there is a violation.</summary>
    public Scope? Scope { get; init; }

    /// <summary>Everything that is wrong; empty when the scope is good. Line is 1, column the place in the text.</summary>
    public IReadOnlyList<Violation> Violations { get; init; } = [];
}
