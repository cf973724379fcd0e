namespace CanaryJudge.Judging.Policies;

/// <summary>By which rule a metric's windows become a judgement.</summary>
public enum JudgeRule
{
    /// <summary>All windows so far, one confidence interval a metric, at the policy's confidence.</summary>
    Fixed,

    /// <summary>Evidence a window, carried from window to window: may be asked at any moment without its error rates growing.</summary>
    Sequential,

    /// <summary>A check a window: the canary's value and its difference to the baseline against limits, by counted failures and passes. Its error rates are not controlled.</summary>
    Threshold,

    /// <summary>One look at the horizon, by Kayenta's classifier and scores.</summary>
    Kayenta,
}
