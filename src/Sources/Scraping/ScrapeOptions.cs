namespace CanaryJudge.Sources.Scraping;

/// <summary>What to scrape, how often, and how much of it to keep.</summary>
public sealed record ScrapeOptions
{
    /// <summary>The pages: at least one, at most 1,000. A target that stands for several instances has at most 1,000 addresses.</summary>
    public required IReadOnlyList<ScrapeTarget> Targets { get; init; }

    /// <summary>Time from one scrape to the next in <see cref="ScrapeSource.RunAsync"/>. 100 ms to 1 h; a window should hold at least two. Default: 5 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Time one target has to answer whole. 10 ms to 1 minute. Default: 3 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How far back points are kept. 1 s to 31 days; at least the history and the horizon of what is judged. Default: 2 h.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromHours(2);

    /// <summary>Points kept at most, oldest dropped first; 16 bytes each. 1,000 to 100,000,000. Default: 5,000,000.</summary>
    public int MaxPoints { get; init; } = 5_000_000;

    /// <summary>Series kept at most; points of further ones are dropped with a warning. 10 to 10,000,000. Default: 200,000.</summary>
    public int MaxSeries { get; init; } = 200_000;

    /// <summary>Bounds of one page.</summary>
    public ExpositionLimits Limits { get; init; } = new();

    /// <summary>Refuses values outside the ranges above, and wrong targets.</summary>
    /// <exception cref="ArgumentException">A value is outside, or a target is wrong; the message names it.</exception>
    public void Check()
    {
        OptionRange.Check(Targets.Count, 1, 1000, nameof(Targets));
        OptionRange.Check(Interval.TotalMilliseconds, 100, 3_600_000, nameof(Interval));
        OptionRange.Check(Timeout.TotalMilliseconds, 10, 60_000, nameof(Timeout));
        OptionRange.Check(Retention.TotalSeconds, 1, 31 * 86_400, nameof(Retention));
        OptionRange.Check(MaxPoints, 1000, 100_000_000, nameof(MaxPoints));
        OptionRange.Check(MaxSeries, 10, 10_000_000, nameof(MaxSeries));
        Limits.Check();
        foreach (ScrapeTarget target in Targets) ScrapeTarget.Check(target);
    }
}
