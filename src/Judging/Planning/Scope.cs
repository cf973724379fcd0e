namespace CanaryJudge.Judging.Planning;

/// <summary>Which instances one side is.</summary>
/// <param name="Matchers">Conditions that every series of the side meets; at least one.</param>
public sealed record Scope(IReadOnlyList<LabelMatcher> Matchers);
