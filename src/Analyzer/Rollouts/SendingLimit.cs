namespace CanaryJudge.Analyzer.Rollouts;

/// <summary>
/// How long a step may be sent: as long as the lease of its action surely lasts, by a clock that nobody moves. It is looked at right before the step leaves, after a connection was made and whatever else took
/// time, so that a process that was stopped in between sends nothing of what another one may have taken over.
/// </summary>
/// <param name="Clock">The clock.</param>
/// <param name="Asked">Its timestamp before the lease was looked at.</param>
/// <param name="Left">What was left of the lease then.</param>
internal sealed record SendingLimit(TimeProvider Clock, long Asked, TimeSpan Left)
{
    /// <summary>What the record says of a step that was not sent.</summary>
    public const string Words = "Nothing was sent: the lease had ended before it was. Another replica may have taken over.";

    /// <summary>True when it may not be sent any more.</summary>
    public bool IsOver => Clock.GetElapsedTime(Asked) >= Left;
}
