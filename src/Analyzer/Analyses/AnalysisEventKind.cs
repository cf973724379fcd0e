namespace CanaryJudge.Analyzer.Analyses;

/// <summary>What happened to an analysis. Every transition writes one in its own transaction.</summary>
internal enum AnalysisEventKind
{
    /// <summary>It was started. Actor: who started it.</summary>
    Started,

    /// <summary>A window was recorded and a verdict reached. The first one takes the analysis from waiting to judging.</summary>
    Judged,

    /// <summary>The source could not answer for the next window; it will be asked again. No verdict.</summary>
    SourceFailed,

    /// <summary>The horizon was reached without a final verdict: a person must decide.</summary>
    Held,

    /// <summary>It is over. The ending says why; the outcome is the decision, if there is one. Actor: who ended it.</summary>
    Ended,
}
