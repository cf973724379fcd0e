namespace CanaryJudge.Analyzer.Rollouts;

/// <summary>What came of a step that was sent.</summary>
internal enum StepAnswer
{
    /// <summary>The receiver has taken it. Whether it has the effect is observed.</summary>
    Applied,

    /// <summary>The precondition did not hold; nothing was changed. Observe, and decide anew.</summary>
    PreconditionFailed,

    /// <summary>The service lacks a right; nothing was changed.</summary>
    Forbidden,

    /// <summary>The receiver will never take it as it is; nothing was changed. The action ends as failed.</summary>
    Rejected,

    /// <summary>Nobody knows: no answer, a timeout, an answer of the receiver's trouble. Observe before anything is sent again.</summary>
    Unknown,
}
