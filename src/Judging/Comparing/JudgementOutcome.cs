namespace CanaryJudge.Judging.Comparing;

/// <summary>What one metric says.</summary>
public enum JudgementOutcome
{
    /// <summary>Within the margin, beyond doubt.</summary>
    Pass,

    /// <summary>Worse by more than the margin, beyond doubt.</summary>
    Fail,

    /// <summary>Not enough evidence either way.</summary>
    Inconclusive,

    /// <summary>No data, or too little of it. Never a pass.</summary>
    NoData,

    /// <summary>The source had a problem. Never a pass.</summary>
    Error,
}
