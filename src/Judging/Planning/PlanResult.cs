using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Planning;

/// <summary>A plan, or everything that is wrong with the request.</summary>
public sealed record PlanResult
{
    /// <summary>The plan; null when there is a violation.</summary>
    public JudgePlan? Plan { get; init; }

    /// <summary>Everything that is wrong; empty when there is a plan.</summary>
    public IReadOnlyList<Violation> Violations { get; init; } = [];

    /// <summary>What a person should know about the plan, such as windows past the horizon that are not judged; often empty.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
