namespace CanaryJudge.Analyzer.Rollouts;

/// <summary>Where an action stands.</summary>
internal enum ActionState
{
    /// <summary>Asked for; nothing was sent.</summary>
    Asked,

    /// <summary>A step was written down: from here on the rollout may have been changed.</summary>
    Acting,

    /// <summary>Stopped before its next step by a switch or by the rate limit, until a person lets it go on.</summary>
    Paused,

    /// <summary>Over; nothing more is sent.</summary>
    Ended,
}
