using System.Globalization;
using CanaryJudge.Judging;
using CanaryJudge.Judging.Measuring;

namespace CanaryJudge.Sources.Scraping;

/// <summary>What was scraped, kept in memory within bounds. May be used from many threads.</summary>
internal sealed class PointStore(ScrapeOptions options)
{
    private const long MaxAheadMillis = 600_000; // as Prometheus: a time more than ten minutes ahead is a wrong clock
    private readonly Lock gate = new();
    private readonly Dictionary<string, StoredSeries> series = new(StringComparer.Ordinal);
    private long total;

    /// <summary>Points before this time were dropped to keep within the bound of points; the lowest number when none were.</summary>
    public long CutMillis { get; private set; } = long.MinValue;

    /// <summary>Adds what one target said at one time.</summary>
    /// <param name="page">What it said.</param>
    /// <param name="attached">The labels it gets.</param>
    /// <param name="scrapeMillis">The scrape's time; a point's own time goes first.</param>
    /// <returns>What was left out, in sentences.</returns>
    public IReadOnlyList<string> Add(Exposition page, IReadOnlyDictionary<string, string> attached, long scrapeMillis)
    {
        var left = new LeftOut();
        long oldest = scrapeMillis - (long)options.Retention.TotalMilliseconds;
        lock (gate)
        {
            foreach (ExpositionPoint point in page.Points)
            {
                long millis = point.TimeMillis ?? scrapeMillis;
                if (millis > scrapeMillis + MaxAheadMillis || millis < oldest) left.Strange(point, millis);
                else if (Find(point, attached, page) is not { } stored) left.Crowded(options.MaxSeries);
                else AddTo(stored.Points, millis, point, left);
            }
        }
        return left.Sentences();
    }

    /// <summary>Copies out what is wanted.</summary>
    /// <param name="isMeant">Which labels are wanted.</param>
    /// <param name="afterMillis">Points after this time.</param>
    /// <param name="untilMillis">Points up to this time.</param>
    /// <returns>Copies of the series that are wanted and have points in that time, with their types, in the order of their identities.</returns>
    public IReadOnlyList<(FetchedSeries Series, string Type)> Read(Func<IReadOnlyDictionary<string, string>, bool> isMeant, long afterMillis, long untilMillis)
    {
        var found = new List<(string Identity, FetchedSeries Series, string Type)>();
        lock (gate)
        {
            foreach ((string identity, StoredSeries stored) in series)
            {
                if (!isMeant(stored.Labels)) continue;
                (long[] times, double[] values) = stored.Points.Between(afterMillis, untilMillis);
                if (times.Length > 0) found.Add((identity, new FetchedSeries { Labels = stored.Labels, TimesMillis = times, Values = values }, stored.Type));
            }
        }
        found.Sort((a, b) => string.CompareOrdinal(a.Identity, b.Identity));
        return [.. found.Select(f => (f.Series, f.Type))];
    }

    /// <summary>Drops what is older than the time kept, and more when there are too many points.</summary>
    /// <param name="nowMillis">The time of the last scrape.</param>
    public void Trim(long nowMillis)
    {
        lock (gate)
        {
            Drop(nowMillis - (long)options.Retention.TotalMilliseconds);
            while (total > options.MaxPoints)
            {
                // An eighth of the time goes at once, so that not every scrape pays for a pass over all series.
                long first = series.Values.Min(stored => stored.Points.FirstMillis), last = series.Values.Max(stored => stored.Points.LastMillis);
                CutMillis = Math.Max(CutMillis, first + Math.Max(1, (last - first) / 8));
                Drop(CutMillis);
            }
        }
    }

    private StoredSeries? Find(ExpositionPoint point, IReadOnlyDictionary<string, string> attached, Exposition page)
    {
        Dictionary<string, string> labels = TargetLabels.Join(point.Labels, attached);
        string identity = TargetLabels.Identity(labels);
        if (series.TryGetValue(identity, out StoredSeries? stored)) return stored;
        if (series.Count >= options.MaxSeries) return null;
        return series[identity] = new StoredSeries(labels, FamilyTypes.Of(point.Name, page.Families));
    }

    private void AddTo(PointRing points, long millis, ExpositionPoint point, LeftOut left)
    {
        if (points.Count > 0 && millis <= points.LastMillis)
        {
            // A page that repeats a point with its own time says nothing new.
            bool repeats = point.TimeMillis is not null && millis == points.LastMillis && point.Value.Equals(points.LastValue);
            if (!repeats) left.NotNewer(point, millis);
            return;
        }
        points.Add(millis, point.Value);
        total++;
    }

    private void Drop(long millis)
    {
        List<string>? emptied = null;
        foreach ((string identity, StoredSeries stored) in series)
        {
            total -= stored.Points.DropBefore(millis);
            if (stored.Points.Count == 0) (emptied ??= []).Add(identity);
        }
        foreach (string identity in emptied ?? []) series.Remove(identity);
    }

    /// <summary>Counts what a scrape left out, with the first case of each kind.</summary>
    private sealed class LeftOut
    {
        private readonly (int Count, string First)[] kinds = new (int, string)[3];

        public void Strange(ExpositionPoint point, long millis) => Note(0, $"time far from the scrape's: {point.Name} at {Shown(millis)}, line {point.Line}");

        public void NotNewer(ExpositionPoint point, long millis) => Note(1, $"time that is not after the series' last: {point.Name} at {Shown(millis)}, line {point.Line}");

        public void Crowded(int maxSeries) => Note(2, $"series beyond the bound of {maxSeries}");

        public IReadOnlyList<string> Sentences() => [.. kinds.Where(kind => kind.Count > 0).Select(kind => $"{Counted.Of(kind.Count, "point")} left out with a {kind.First}")];

        private void Note(int kind, string what) => kinds[kind] = kinds[kind].Count == 0 ? (1, what) : (kinds[kind].Count + 1, kinds[kind].First);

        private static string Shown(long millis) => DateTimeOffset.FromUnixTimeMilliseconds(millis).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
    }
}
