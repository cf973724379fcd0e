namespace CanaryJudge.Analyzer.Analyses;

/// <summary>A page of analyses, the latest first.</summary>
/// <param name="Analyses">The analyses.</param>
/// <param name="NextToken">Where the next page begins; null when this is the last.</param>
internal sealed record AnalysisPage(IReadOnlyList<Analysis> Analyses, string? NextToken);
