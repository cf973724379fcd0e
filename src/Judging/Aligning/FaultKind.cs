namespace CanaryJudge.Judging.Aligning;

/// <summary>What was found wrong with the data of a window.</summary>
public enum FaultKind
{
    /// <summary>A counter went down: the process restarted; the new value is the increase.</summary>
    Reset,

    /// <summary>No sample in the window.</summary>
    Gap,

    /// <summary>A value was NaN or infinite.</summary>
    NotFinite,

    /// <summary>No events and no total: the ratio says nothing.</summary>
    ZeroOverZero,

    /// <summary>More bad events than events.</summary>
    BadAboveTotal,

    /// <summary>Buckets that are not cumulative, or whose bounds changed.</summary>
    BucketMismatch,

    /// <summary>An expression gave more than one series a side.</summary>
    SeveralSeries,

    /// <summary>No series matched at all.</summary>
    NoSeries,
}
