namespace CanaryJudge.Judging.Aligning;

/// <summary>The times of several series taken together.</summary>
internal static class RisingTimes
{
    /// <summary>Every time at which one of them has a sample, rising, each once. The result may be one of the inputs.</summary>
    /// <param name="series">The times of each series, rising.</param>
    public static long[] Union(IEnumerable<long[]> series)
    {
        // Most series of a scrape have the same times.
        List<long[]> different = [];
        foreach (long[] times in series)
        {
            if (different.Count == 0 || !times.AsSpan().SequenceEqual(different[^1])) different.Add(times);
        }

        return different.Count == 1 ? different[0] : [.. different.SelectMany(times => times).Distinct().Order()];
    }

    /// <summary>The distances of neighbouring times within each series, in no order.</summary>
    /// <param name="series">The times of each series, rising.</param>
    public static long[] Distances(params IReadOnlyList<long[]> series)
    {
        long[] distances = new long[series.Sum(times => Math.Max(0, times.Length - 1))];
        int next = 0;
        foreach (long[] times in series)
        {
            for (int i = 1; i < times.Length; i++) distances[next++] = times[i] - times[i - 1];
        }

        return distances;
    }

    /// <summary>The median of some distances, the lower one of two; at least one. They are sorted in place.</summary>
    public static long Median(long[] distances)
    {
        Array.Sort(distances);
        return distances[(distances.Length - 1) / 2];
    }
}
