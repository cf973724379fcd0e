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
    public static SampleSpacing OfTerm(IReadOnlyList<SampleTimes> series, long intervalMillis)
    {
        SampleTimes? first = null;
        bool alike = true;
        foreach (SampleTimes times in series)
        {
            if (times.Millis.Length < 2) continue;
            first ??= times;
            alike &= times.HasDistancesOf(first);
        }

        long usual = first is null ? intervalMillis : alike ? first.UsualMillis : RisingTimes.Median(RisingTimes.Distances([.. series.Select(times => times.Millis)]));
        return From(usual, intervalMillis);
    }

    /// <summary>The spacing of one series: its own median distance when it has enough of them, else the term's.</summary>
    public SampleSpacing OfSeries(SampleTimes times, long intervalMillis) => times.Millis.Length > EnoughDistances ? From(times.UsualMillis, intervalMillis) : this;

    private static SampleSpacing From(long usualMillis, long intervalMillis) => new(usualMillis, usualMillis + Math.Max(usualMillis / 2, intervalMillis / 5));
}
