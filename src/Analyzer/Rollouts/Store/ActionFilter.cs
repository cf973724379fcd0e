namespace CanaryJudge.Analyzer.Rollouts.Store;

/// <summary>Which actions are listed, and how many at a time.</summary>
internal sealed record ActionFilter
{
    /// <summary>Only of this target; null for all.</summary>
    public string? Target { get; init; }

    /// <summary>Only of this analysis; null for all.</summary>
    public string? AnalysisId { get; init; }

    /// <summary>True for those only that have not ended.</summary>
    public bool IsLive { get; init; }

    /// <summary>Most entries of a page: 1 to 1,000.</summary>
    public int PageSize { get; init; } = 100;

    /// <summary>Where the page begins: the last identity of the page before; null for the first page.</summary>
    public string? PageToken { get; init; }
}
