namespace CanaryJudge.Analyzer.Analyses.Notices;

/// <summary>What another system says about a target.</summary>
internal enum NoticeKind
{
    /// <summary>Nothing may be promoted: an alert fires, or a reconciliation failed.</summary>
    Veto,

    /// <summary>That is over.</summary>
    Lift,

    /// <summary>Something to know, such as a new revision. It changes nothing.</summary>
    News,
}
