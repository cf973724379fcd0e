using CanaryJudge.Judging.Planning;

namespace CanaryJudge.Judging.Measuring;

/// <summary>The answer to one question: series, or a problem.</summary>
public sealed record QueryAnswer
{
    /// <summary>The question.</summary>
    public required PlannedQuery Query { get; init; }

    /// <summary>The query text exactly as it was sent.</summary>
    public required string SentText { get; init; }

    /// <summary>The series; empty when the source has none, or had a problem.</summary>
    public IReadOnlyList<FetchedSeries> Series { get; init; } = [];

    /// <summary>Warnings and infos of the source, in its words.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The problem; null when the source answered (an empty answer is an answer).</summary>
    public SourceProblem? Problem { get; init; }
}
