using CanaryJudge.Judging.Deciding;

namespace CanaryJudge.Analyzer.Analyses.Store;

/// <summary>A row of the table analysis_event, as the database gives it.</summary>
internal sealed class EventRow
{
    /// <summary>What a select names to fill a row.</summary>
    public const string Columns = "analysis_id as AnalysisId, sequence, at_millis as AtMillis, kind, state, windows, outcome, ending, actor, reason, content, score";

    public string AnalysisId { get; set; } = "";

    public long Sequence { get; set; }

    public long AtMillis { get; set; }

    public string Kind { get; set; } = "";

    public string State { get; set; } = "";

    public long Windows { get; set; }

    public string? Outcome { get; set; }

    public string? Ending { get; set; }

    public string? Actor { get; set; }

    public string Reason { get; set; } = "";

    public byte[]? Content { get; set; }

    public byte[]? Score { get; set; }

    /// <summary>A row to insert.</summary>
    public static EventRow Of(AnalysisEvent made) => new()
    {
        AnalysisId = made.AnalysisId,
        Sequence = made.Sequence,
        AtMillis = made.AtMillis,
        Kind = Words.Of(made.Kind),
        State = Words.Of(made.State),
        Windows = made.WindowsElapsed,
        Outcome = Words.Of(made.Outcome),
        Ending = Words.Of(made.Ending),
        Actor = made.Actor,
        Reason = made.Reason,
        Content = made.Judgements.Count == 0 ? null : JudgementContent.Write(made.Judgements),
        Score = made.Score is { } score ? Store.Content.Write(score, StoredShapes.Default.CanaryScore) : null,
    };

    /// <summary>The row in the words of the house.</summary>
    public AnalysisEvent ToEvent() => new()
    {
        AnalysisId = AnalysisId,
        Sequence = Sequence,
        AtMillis = AtMillis,
        Kind = Words.Parse<AnalysisEventKind>(Kind),
        State = Words.Parse<AnalysisState>(State),
        WindowsElapsed = (int)Windows,
        Outcome = Words.ParseOrNone<VerdictOutcome>(Outcome),
        Ending = Words.ParseOrNone<AnalysisEnding>(Ending),
        Actor = Actor,
        Reason = Reason,
        Judgements = Content is null ? [] : JudgementContent.Read(Content),
        Score = Score is null ? null : Store.Content.Read(Score, StoredShapes.Default.CanaryScore),
    };
}
