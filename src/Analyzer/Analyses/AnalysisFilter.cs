namespace CanaryJudge.Analyzer.Analyses;

/// <summary>Which analyses are listed, and how many at a time.</summary>
internal sealed record AnalysisFilter
{
    /// <summary>Only this application; null for all.</summary>
    public string? Application { get; init; }

    /// <summary>Only this target; null for all.</summary>
    public string? Target { get; init; }

    /// <summary>Only these states; empty for all.</summary>
    public IReadOnlyList<AnalysisState> States { get; init; } = [];

    /// <summary>Only those started at this moment or later, milliseconds since the Unix epoch; null for no bound.</summary>
    public long? CreatedFromMillis { get; init; }

    /// <summary>Only those started before this moment, milliseconds since the Unix epoch; null for no bound.</summary>
    public long? CreatedBeforeMillis { get; init; }

    /// <summary>Most entries of a page: 1 to 1,000.</summary>
    public int PageSize { get; init; } = 100;

    /// <summary>Where the page begins: what the page before gave as its next; null for the first page.</summary>
    public string? PageToken { get; init; }
}
