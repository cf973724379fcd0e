using CanaryJudge.Judging.Deciding;

namespace CanaryJudge.Analyzer.Analyses;

/// <summary>One entry of an analysis' log, which is only ever appended to and is its timeline for people.</summary>
internal sealed record AnalysisEvent
{
    /// <summary>The analysis.</summary>
    public required string AnalysisId { get; init; }

    /// <summary>Its number in the analysis, from 1 without a gap.</summary>
    public required long Sequence { get; init; }

    /// <summary>When it was written, milliseconds since the Unix epoch.</summary>
    public required long AtMillis { get; init; }

    /// <summary>What happened.</summary>
    public required AnalysisEventKind Kind { get; init; }

    /// <summary>Where the analysis stood after it.</summary>
    public required AnalysisState State { get; init; }

    /// <summary>Windows recorded by then, warm-up included.</summary>
    public required int WindowsElapsed { get; init; }

    /// <summary>Judged: what the judge found. Ended: the decision. Else null.</summary>
    public VerdictOutcome? Outcome { get; init; }

    /// <summary>Ended: why. Else null.</summary>
    public AnalysisEnding? Ending { get; init; }

    /// <summary>Who did it; null when nobody but the judge did.</summary>
    public string? Actor { get; init; }

    /// <summary>Why, in a sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>Judged: one entry a metric, in the policy's order. Else empty.</summary>
    public IReadOnlyList<MetricJudgement> Judgements { get; init; } = [];

    /// <summary>Judged by judge kayenta at its one look: the score. Else null.</summary>
    public CanaryScore? Score { get; init; }
}
