namespace CanaryJudge.Judging.Sequential;

/// <summary>Which events of a window are counted.</summary>
internal enum CountPart
{
    /// <summary>The metric's own events.</summary>
    Events,

    /// <summary>The trials that are not events.</summary>
    Rest,

    /// <summary>Observations above a bucket's bound.</summary>
    Above,

    /// <summary>Observations at or below a bucket's bound.</summary>
    AtOrBelow,
}
