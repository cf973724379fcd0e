using CanaryJudge.Judging.Measuring;

namespace CanaryJudge.Judging.Aligning;

/// <summary>When each target of one side was scraped, as all raw series of the metric show it: the witness that a series which is not there did not exist.</summary>
/// <param name="series">Every raw series of the side, whatever its role.</param>
internal sealed class TargetTimes(IEnumerable<FetchedSeries> series)
{
    // Most metrics never ask: nothing starts, ends or restarts in their time.
    private Dictionary<TargetName, long[]>? _times;

    /// <summary>True when the target was scraped at some time in [from, to].</summary>
    public bool WasScraped(TargetName target, long fromMillis, long toMillis)
    {
        _times ??= series.GroupBy(TargetName.Of).ToDictionary(g => g.Key, g => RisingTimes.Union(g.Select(s => s.TimesMillis)));
        if (!_times.TryGetValue(target, out long[]? times)) return false;
        int at = Array.BinarySearch(times, fromMillis);
        if (at < 0) at = ~at;
        return at < times.Length && times[at] <= toMillis;
    }

    /// <summary>True when both sides' targets have one in common.</summary>
    public static bool Share(IEnumerable<FetchedSeries> first, IEnumerable<FetchedSeries> second) =>
        first.Select(TargetName.Of).Intersect(second.Select(TargetName.Of)).Any();
}
