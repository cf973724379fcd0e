namespace CanaryJudge.Judging.Deciding;

/// <summary>The answer for the whole analysis at one moment.</summary>
public enum VerdictOutcome
{
    /// <summary>Hold: neither safe nor harmful beyond doubt, or data is missing.</summary>
    Pause,

    /// <summary>The canary is as good as the baseline within every margin; or it leans to that at the horizon, and the policy asks for no more.</summary>
    Promote,

    /// <summary>The canary is worse; or it is not proven safe at the horizon, and the policy asks for that.</summary>
    Rollback,
}
