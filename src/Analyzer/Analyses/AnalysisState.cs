namespace CanaryJudge.Analyzer.Analyses;

/// <summary>Where an analysis stands.</summary>
internal enum AnalysisState
{
    /// <summary>Started; its first window has not been judged yet.</summary>
    Waiting,

    /// <summary>Judged window by window.</summary>
    Judging,

    /// <summary>The horizon is reached without a final verdict: a person decides.</summary>
    Held,

    /// <summary>Decided: an action promotes the canary.</summary>
    Promoting,

    /// <summary>Decided: an action rolls the canary back.</summary>
    RollingBack,

    /// <summary>Over; nothing changes any more.</summary>
    Ended,
}
