using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Analyzer.Analyses;

/// <summary>What became of a request to cancel or override an analysis.</summary>
internal sealed record ChangeResult
{
    /// <summary>The analysis as it stands now; null when there is none of that identity, or the request was refused.</summary>
    public Analysis? Analysis { get; init; }

    /// <summary>True when this call ended it, false when it was over before (its ending says why).</summary>
    public bool IsChanged { get; init; }

    /// <summary>Everything that is wrong with the request; empty when nothing is. Paths: by, reason, decision.</summary>
    public IReadOnlyList<Violation> Violations { get; init; } = [];
}
