using System.Collections.Concurrent;

namespace CanaryJudge.Sources.Scraping;

/// <summary>How the scrapes of all targets went. Targets come and go with the addresses of a name: one that is gone is remembered for as long as its points are kept. May be used from many threads.</summary>
internal sealed class ScrapeLogs(IReadOnlyList<ScrapeTarget> targets)
{
    private readonly ConcurrentDictionary<string, ScrapeLog> logs = new(StringComparer.Ordinal);

    /// <summary>The logs of every target that was scraped, and of those that never were but will be, in no order that means anything.</summary>
    public IReadOnlyList<ScrapeLog> All => logs.IsEmpty ? [.. targets.Select(target => new ScrapeLog(target))] : [.. logs.OrderBy(log => log.Key, StringComparer.Ordinal).Select(log => log.Value)];

    /// <summary>The log of one target.</summary>
    public ScrapeLog Of(ScrapeTarget target) => logs.GetOrAdd(Key(target), _ => new ScrapeLog(target));

    /// <summary>Forgets targets whose last scrape lies before a time.</summary>
    public void Forget(long oldestMillis)
    {
        foreach ((string key, ScrapeLog log) in logs)
        {
            if (log.LastMillis < oldestMillis) logs.TryRemove(key, out _);
        }
    }

    // Two targets may share an address and differ in what is added to it.
    private static string Key(ScrapeTarget target) => target.Address.AbsoluteUri + '\n' + target.HostHeader + '\n' + TargetLabels.Identity(target.Labels);
}
