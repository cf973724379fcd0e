namespace CanaryJudge.Analyzer.Rollouts.Store;

/// <summary>What became of the wish to write a step down.</summary>
internal enum IntentAnswer
{
    /// <summary>It is written, and may be sent.</summary>
    Written,

    /// <summary>The lease is lost: somebody else goes on, or the action is over.</summary>
    Lost,

    /// <summary>A switch or the rate limit holds it back.</summary>
    Paused,

    /// <summary>The same, and this very call has tripped the rate limit: the one that raises the alarm.</summary>
    Tripped,

    /// <summary>A rule forbids it.</summary>
    Refused,
}
