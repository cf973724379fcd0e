namespace CanaryJudge.Analyzer.Analyses.Ticking;

/// <summary>A tick that this replica has leased: until the lease ends, and as long as nobody raises the fence, only it may write.</summary>
internal sealed class ClaimedTick
{
    /// <summary>The analysis.</summary>
    public string Id { get; set; } = "";

    /// <summary>The application that is rolled out.</summary>
    public string Application { get; set; } = "";

    /// <summary>What is rolled out.</summary>
    public string Target { get; set; } = "";

    /// <summary>The fence number that every write of this tick carries.</summary>
    public long Fence { get; set; }

    /// <summary>Name of the policy.</summary>
    public string Policy { get; set; } = "";

    /// <summary>The revision that is judged; null when it is not known.</summary>
    public string? Revision { get; set; }

    /// <summary>The revision beside which it is judged; null when it is not known.</summary>
    public string? BaselineRevision { get; set; }

    /// <summary>What becomes of the decision, as stored; null when the target was none of the service's.</summary>
    public string? Mode { get; set; }

    /// <summary>Where the analysis stands, as stored.</summary>
    public string State { get; set; } = "";

    /// <summary>The window to record: as many have been recorded before it.</summary>
    public long Windows { get; set; }

    /// <summary>When the tick was wanted, milliseconds since the Unix epoch.</summary>
    public long TickMillis { get; set; }

    /// <summary>Start of window 0, milliseconds since the Unix epoch.</summary>
    public long StartMillis { get; set; }

    /// <summary>Length of a window in milliseconds.</summary>
    public long IntervalMillis { get; set; }

    /// <summary>1 when the source has failed already for this window.</summary>
    public long CouldNotJudge { get; set; }

    /// <summary>Trace context of the call that started the analysis; null when it had none.</summary>
    public string? StartTrace { get; set; }

    /// <summary>Why the analysis stands where it stands.</summary>
    public string Reason { get; set; } = "";
}
