namespace CanaryJudge.Judging.Aligning;

/// <summary>How far apart a series' samples usually are, and how far apart they may be before it is a gap.</summary>
/// <param name="UsualMillis">The usual distance of two samples: the scrape interval, as the data shows it.</param>
/// <param name="AllowedMillis">The longest distance that is no gap.</param>
/// <remarks>
/// A sample may be late by half a scrape interval or by a fifth of a window, whichever is longer: then the increase that moves into
/// a neighbouring window is at most a fifth of a window's, and quick scrapes may miss a beat without costing a window.
/// </remarks>
internal readonly record struct SampleSpacing(long UsualMillis, long AllowedMillis)
{
    // With fewer distances a series' own median says too little, and the side's is taken.
    private const int EnoughDistances = 4;

    /// <summary>By how much a sample may be late.</summary>
    public long LateMillis => AllowedMillis - UsualMillis;

    /// <summary>The spacing over all series of a term: the median distance; a window when no series has two samples.</summary>
    public static SampleSpacing OfTerm(IEnumerable<long[]> seriesTimes, long intervalMillis) =>
        From(RisingTimes.Distances([.. seriesTimes]), intervalMillis, intervalMillis);

    /// <summary>The spacing of one series: its own median distance when it has enough of them, else the term's.</summary>
    public SampleSpacing OfSeries(long[] times, long intervalMillis) =>
        times.Length > EnoughDistances ? From(RisingTimes.Distances(times), UsualMillis, intervalMillis) : this;

    private static SampleSpacing From(long[] distances, long otherwise, long intervalMillis)
    {
        // A server that keeps to its beat gives the same distance everywhere.
        if (distances.Length > 0 && distances.AsSpan().ContainsAnyExcept(distances[0])) Array.Sort(distances);
        long usual = distances.Length == 0 ? otherwise : distances[(distances.Length - 1) / 2];
        return new SampleSpacing(usual, usual + Math.Max(usual / 2, intervalMillis / 5));
    }
}
