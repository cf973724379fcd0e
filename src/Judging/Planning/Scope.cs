namespace CanaryJudge.Judging.Planning;

/// <summary>Which instances one side is.</summary>
/// <param name="Matchers">Conditions that every series of the side meets; at least one.</param>
public sealed record Scope(IReadOnlyList<LabelMatcher> Matchers)
{
    /// <summary>True when both have the same conditions, in any order and however often: they would select the same series.</summary>
    /// <param name="other">The other side.</param>
    public bool IsSameAs(Scope other) => Matchers.ToHashSet().SetEquals(other.Matchers);
}
