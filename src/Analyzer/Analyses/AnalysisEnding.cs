namespace CanaryJudge.Analyzer.Analyses;

/// <summary>Why an analysis is over.</summary>
internal enum AnalysisEnding
{
    /// <summary>A final verdict of its own: promote or rollback.</summary>
    Verdict,

    /// <summary>Nothing was proven by the horizon, and the policy's rule for it decided: promote or rollback.</summary>
    Horizon,

    /// <summary>A person decided.</summary>
    Overridden,

    /// <summary>A person called it off; there is no decision.</summary>
    Cancelled,

    /// <summary>A later analysis of the same target took its place; there is no decision.</summary>
    Superseded,

    /// <summary>It was held and nobody decided in time; there is no decision.</summary>
    Expired,
}
