namespace CanaryJudge.Sources.Scraping;

/// <summary>One series that was scraped.</summary>
/// <param name="Labels">Its labels, the target's among them.</param>
/// <param name="Type">What the target said its family is; empty when it said nothing.</param>
internal sealed record StoredSeries(IReadOnlyDictionary<string, string> Labels, string Type)
{
    /// <summary>Its points.</summary>
    public PointRing Points { get; } = new();
}
