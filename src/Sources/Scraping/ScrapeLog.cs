namespace CanaryJudge.Sources.Scraping;

/// <summary>How the scrapes of one target went, oldest first, within the time that is kept. May be used from many threads.</summary>
internal sealed class ScrapeLog(ScrapeTarget target)
{
    private readonly Lock gate = new();
    private readonly Queue<TargetScrape> scrapes = new();
    private long lastMillis = long.MaxValue;

    /// <summary>The target.</summary>
    public ScrapeTarget Target { get; } = target;

    /// <summary>The labels its series get.</summary>
    public IReadOnlyDictionary<string, string> Attached { get; } = target.Attached();

    /// <summary>Time of the last scrape, milliseconds since the Unix epoch; the largest number before the first.</summary>
    public long LastMillis
    {
        get
        {
            lock (gate) return lastMillis;
        }
    }

    /// <summary>Notes a scrape and forgets those before a time.</summary>
    public void Add(TargetScrape scrape, long oldestMillis)
    {
        lock (gate)
        {
            scrapes.Enqueue(scrape);
            lastMillis = scrape.TimeMillis;
            while (scrapes.Peek().TimeMillis < oldestMillis) scrapes.Dequeue();
        }
    }

    /// <summary>The scrapes after a time and up to another.</summary>
    public IReadOnlyList<TargetScrape> Between(long afterMillis, long untilMillis)
    {
        lock (gate)
        {
            return [.. scrapes.Where(scrape => scrape.TimeMillis > afterMillis && scrape.TimeMillis <= untilMillis)];
        }
    }
}
