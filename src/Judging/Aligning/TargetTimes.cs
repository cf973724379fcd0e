using CanaryJudge.Judging.Measuring;

namespace CanaryJudge.Judging.Aligning;

/// <summary>When each target of one side was scraped, as all raw series of the metric show it: the witness that a series which is not there did not exist.</summary>
/// <remarks>A target is what the labels job and instance name; series without them are taken as one target.</remarks>
internal sealed class TargetTimes
{
    private readonly Dictionary<string, long[]> _times;

    /// <summary>Collects the times of every raw series of a side, whatever its role.</summary>
    public TargetTimes(IEnumerable<FetchedSeries> series) =>
        _times = series.GroupBy(KeyOf, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => RisingTimes.Union(g.Select(s => s.TimesMillis)), StringComparer.Ordinal);

    /// <summary>The target that a series comes from.</summary>
    public static string KeyOf(FetchedSeries series) =>
        $"{series.Labels.GetValueOrDefault("job", "")}\0{series.Labels.GetValueOrDefault("instance", "")}";

    /// <summary>True when the target was scraped at some time in [from, to].</summary>
    public bool WasScraped(string target, long fromMillis, long toMillis)
    {
        if (!_times.TryGetValue(target, out long[]? times)) return false;
        int at = Array.BinarySearch(times, fromMillis);
        if (at < 0) at = ~at;
        return at < times.Length && times[at] <= toMillis;
    }

    /// <summary>True when both sides' targets have one in common.</summary>
    public static bool Share(IEnumerable<FetchedSeries> first, IEnumerable<FetchedSeries> second) =>
        first.Select(KeyOf).Intersect(second.Select(KeyOf), StringComparer.Ordinal).Any();
}
