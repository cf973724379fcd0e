namespace CanaryJudge.Analyzer.Analyses.Notices;

/// <summary>What became of a notice.</summary>
internal enum NoticeOutcome
{
    /// <summary>It stands against promotions from now on.</summary>
    Vetoed,

    /// <summary>It stands no more.</summary>
    Lifted,

    /// <summary>It is in the log of the analyses that run.</summary>
    Noted,

    /// <summary>Nothing is new: it was heard before, or there is nothing that it could change.</summary>
    Repeated,

    /// <summary>It is about a time before what is known already, and changes nothing.</summary>
    Stale,

    /// <summary>There are as many vetoes as may be: it is not taken.</summary>
    Full,
}
