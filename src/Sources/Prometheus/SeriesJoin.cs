using CanaryJudge.Judging.Measuring;

namespace CanaryJudge.Sources.Prometheus;

/// <summary>Joins the answers to a question's slices, in time order: series with the same labels become one, no point twice. Series that share times before share them after.</summary>
internal sealed class SeriesJoin
{
    private readonly List<List<FetchedSeries>> parts = [];
    private readonly Dictionary<(IReadOnlyDictionary<string, string> Labels, bool Histograms), List<FetchedSeries>> byLabels = [];
    private readonly List<string> warnings = [];
    private (long[] Whole, long[] Cut) lastCut = ([], []);
    private (List<FetchedSeries> Parts, long[] Whole) lastJoined = ([], []);

    /// <summary>Points (and buckets of native histograms) so far.</summary>
    public long Points { get; private set; }

    /// <summary>Series so far.</summary>
    public int Count => parts.Count;

    /// <summary>The servers' warnings, each once.</summary>
    public IReadOnlyList<string> Warnings => warnings;

    /// <summary>Adds a slice's answer.</summary>
    /// <param name="series">Its series; their labels are compared by value.</param>
    /// <param name="said">Its warnings.</param>
    /// <param name="firstMillis">Points before this moment are left out.</param>
    /// <param name="lastMillis">Points after this moment are left out.</param>
    public void Add(IReadOnlyList<FetchedSeries> series, IReadOnlyList<string> said, long firstMillis, long lastMillis)
    {
        warnings.AddRange(said.Where(warning => !warnings.Contains(warning)));
        foreach (FetchedSeries one in series)
        {
            FetchedSeries part = Between(one, firstMillis, lastMillis);
            if (part.TimesMillis.Length == 0) continue;
            Points += part.TimesMillis.Length + part.Histograms.Sum(histogram => (long)histogram.Counts.Length);
            var key = (part.Labels, part.Histograms.Length > 0);
            if (!byLabels.TryGetValue(key, out List<FetchedSeries>? joined))
            {
                byLabels.Add(key, joined = []);
                parts.Add(joined);
            }
            joined.Add(part);
        }
    }

    /// <summary>The joined series, in the order in which they were first seen.</summary>
    public IReadOnlyList<FetchedSeries> ToSeries() => [.. parts.Select(Join)];

    private FetchedSeries Join(List<FetchedSeries> parts) => parts.Count == 1 ? parts[0] : parts[0] with
    {
        TimesMillis = JoinTimes(parts),
        Values = Concatenated(parts, part => part.Values),
        Histograms = Concatenated(parts, part => part.Histograms),
    };

    private long[] JoinTimes(List<FetchedSeries> parts)
    {
        bool shared = parts.Count == lastJoined.Parts.Count;
        for (int i = 0; shared && i < parts.Count; i++) shared = parts[i].TimesMillis == lastJoined.Parts[i].TimesMillis;
        if (!shared) lastJoined = (parts, Concatenated(parts, part => part.TimesMillis));
        return lastJoined.Whole;
    }

    private static T[] Concatenated<T>(List<FetchedSeries> parts, Func<FetchedSeries, T[]> of)
    {
        T[] whole = new T[parts.Sum(part => of(part).Length)];
        int next = 0;
        foreach (T[] part in parts.Select(of))
        {
            part.CopyTo(whole, next);
            next += part.Length;
        }

        return whole;
    }

    private FetchedSeries Between(FetchedSeries series, long firstMillis, long lastMillis)
    {
        long[] times = series.TimesMillis;
        int from = Array.FindIndex(times, time => time >= firstMillis);
        int to = Array.FindLastIndex(times, time => time <= lastMillis) + 1;
        if (from == 0 && to == times.Length) return series;
        if (from < 0 || from >= to) return series with { TimesMillis = [], Values = [], Histograms = [] };
        if (times != lastCut.Whole) lastCut = (times, times[from..to]);
        return series with
        {
            TimesMillis = lastCut.Cut,
            Values = series.Values.Length == 0 ? [] : series.Values[from..to],
            Histograms = series.Histograms.Length == 0 ? [] : series.Histograms[from..to],
        };
    }
}
