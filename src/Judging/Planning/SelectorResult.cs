using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Planning;

/// <summary>A selector that was read, or what is wrong with it.</summary>
public sealed record SelectorResult
{
    /// <summary>The selector; null when there is a violation.</summary>
    public Selector? Selector { get; init; }

    /// <summary>What is wrong, with an empty path; empty when the selector is good.</summary>
    public IReadOnlyList<Violation> Violations { get; init; } = [];
}
