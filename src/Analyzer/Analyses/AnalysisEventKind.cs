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

    /// <summary>It was decided, and an action on the rollout began. Actor: who decided, when a person did.</summary>
    ActionStarted,

    /// <summary>The action wrote down its next step and is about to send it.</summary>
    ActionStep,

    /// <summary>What came of the step.</summary>
    ActionAnswered,

    /// <summary>The action waits, or is paused; the reason says for what.</summary>
    ActionWaiting,

    /// <summary>The action is over. The reason says with what effect, as it was seen.</summary>
    ActionEnded,

    /// <summary>Another system forbids the promotion: an alert fires, or a reconciliation failed. Actor: who says so.</summary>
    Vetoed,

    /// <summary>That is over; other vetoes may stand. Actor: who says so.</summary>
    VetoLifted,

    /// <summary>Another system tells something about the target that changes nothing here, such as a new revision. Actor: who.</summary>
    Noted,

    /// <summary>It is over. The ending says why; the outcome is the decision, if there is one. Actor: who ended it.</summary>
    Ended,
}
