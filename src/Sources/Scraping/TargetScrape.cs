namespace CanaryJudge.Sources.Scraping;

/// <summary>How one scrape of one target went.</summary>
/// <param name="Target">The target.</param>
/// <param name="TimeMillis">The scrape's time, milliseconds since the Unix epoch; the same for all targets of one round.</param>
/// <param name="Points">Points taken; 0 when it failed.</param>
/// <param name="Failure">Why it failed, in one sentence without credentials; empty when it did not.</param>
/// <param name="Remarks">What was left out of a scrape that did not fail, such as points with a time already known; empty when nothing was.</param>
public sealed record TargetScrape(ScrapeTarget Target, long TimeMillis, int Points, string Failure, IReadOnlyList<string> Remarks)
{
    /// <summary>True when the target answered and all of it could be read: its up is 1.</summary>
    public bool IsUp => Failure.Length == 0;
}
