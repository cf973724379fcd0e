using CanaryJudge.Sources.Scraping;

namespace CanaryJudge.Analyzer.Sources;

/// <summary>A source that scrapes instances itself, without a Prometheus, and keeps what it saw in memory. Section Sources:Scrape:NAME.</summary>
internal sealed class ScrapeSettings
{
    private static readonly ScrapeOptions Defaults = new() { Targets = [] };

    /// <summary>What is scraped, by a name of your choice: at least one, at most 1,000.</summary>
    public Dictionary<string, ScrapeTargetSettings> Targets { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Time from one scrape to the next; a window should hold at least two. 100 ms to 1 hour. Default: 5 s.</summary>
    public TimeSpan Interval { get; set; } = Defaults.Interval;

    /// <summary>Time that one target has to answer whole. 10 ms to 1 minute. Default: 3 s.</summary>
    public TimeSpan Timeout { get; set; } = Defaults.Timeout;

    /// <summary>How far back points are kept: at least the history and the windows that may have to be caught up. 1 s to 31 days. Default: 2 hours.</summary>
    public TimeSpan Retention { get; set; } = Defaults.Retention;

    /// <summary>Points kept at most, the oldest dropped first; 16 bytes each. 1,000 to 100,000,000. Default: 5,000,000.</summary>
    public int MaxPoints { get; set; } = Defaults.MaxPoints;

    /// <summary>Series kept at most. 10 to 10,000,000. Default: 200,000.</summary>
    public int MaxSeries { get; set; } = Defaults.MaxSeries;

    /// <summary>The options of the source.</summary>
    public ScrapeOptions ToOptions() => new()
    {
        Targets = [.. Targets.OrderBy(target => target.Key, StringComparer.Ordinal).Select(target => target.Value.ToTarget())],
        Interval = Interval,
        Timeout = Timeout,
        Retention = Retention,
        MaxPoints = MaxPoints,
        MaxSeries = MaxSeries,
    };
}
