using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;

namespace CanaryJudge.Judging.Aligning;

/// <summary>One histogram of one instance over time: a native series, or the classic series that differ in le alone.</summary>
/// <param name="Side">The side it belongs to.</param>
/// <param name="Target">The target that it comes from.</param>
/// <param name="RangeStartMillis">Nothing is known before this moment.</param>
/// <param name="Times">Times of the points, rising.</param>
/// <param name="Table">The observations at those times.</param>
internal sealed record BucketGroup(Side Side, string Target, long RangeStartMillis, long[] Times, IBucketTable Table)
{
    private const string Subject = "buckets";

    /// <summary>The histograms in an answer. What cannot be used is reported, and spoils its window.</summary>
    /// <exception cref="ArgumentException">A series' times do not rise, or it has not one value a time.</exception>
    public static IReadOnlyList<BucketGroup> Of(QueryAnswer answer, Coverage coverage, FaultLog faults)
    {
        List<BucketGroup> groups = [];
        List<(double Bound, FetchedSeries Series)> classic = [];
        foreach (FetchedSeries series in answer.Series)
        {
            bool native = series.Histograms.Length > 0;
            UsablePoints.CheckTimes(series.TimesMillis, native ? series.Histograms.Length : series.Values.Length, Subject);
            if (native) groups.Add(Native(answer.Query, series, coverage, faults));
            else if (BoundOf(series) is { } bound) classic.Add((bound, series));
            else faults.Add(FaultKind.BucketMismatch, coverage.Timeline.Side, null, "le", $"{Subject}: a series has no usable label le (\"{series.Labels.GetValueOrDefault("le", "")}\") and is no native histogram; left out.");
        }

        groups.AddRange(classic.GroupBy(c => KeyOf(c.Series), StringComparer.Ordinal).Select(g => Classic(answer.Query, [.. g], coverage, faults)));
        return groups;
    }

    private static BucketGroup Native(PlannedQuery query, FetchedSeries series, Coverage coverage, FaultLog faults)
    {
        List<long> times = [];
        List<BucketPoint> points = [];
        for (int i = 0; i < series.Histograms.Length; i++)
        {
            NativeHistogramPoint point = series.Histograms[i];
            if (point.Counts.All(c => double.IsFinite(c) && c >= 0) && !point.Lower.Concat(point.Upper).Any(double.IsNaN))
            {
                times.Add(series.TimesMillis[i]);
                points.Add(BucketPoint.OfNative(point));
            }
            else
            {
                Spoil(FaultKind.NotFinite, "a histogram has a count that is not finite", series.TimesMillis[i], coverage, faults);
            }
        }

        return new BucketGroup(query.Side, TargetTimes.KeyOf(series), query.StartMillis, [.. times], new PointTable([.. points]));
    }

    private static BucketGroup Classic(PlannedQuery query, (double Bound, FetchedSeries Series)[] members, Coverage coverage, FaultLog faults)
    {
        (double Bound, FetchedSeries Series)[] rising = [.. members.OrderBy(member => member.Bound)];
        string target = TargetTimes.KeyOf(members[0].Series);
        if (ColumnTable.Of(rising) is { } table) return new BucketGroup(query.Side, target, query.StartMillis, rising[0].Series.TimesMillis, table);
        List<long> times = [];
        List<BucketPoint> points = [];
        ClassicRows rows = new(rising);
        while (rows.Next() is { } row)
        {
            if (!Array.TrueForAll(row.Cumulative, v => double.IsFinite(v) && v >= 0)) Spoil(FaultKind.NotFinite, "a bucket's count is not finite", rows.TimeMillis, coverage, faults);
            else if (!double.IsPositiveInfinity(row.Bounds.Upper[^1])) Spoil(FaultKind.BucketMismatch, "there is no bucket le=\"+Inf\"", rows.TimeMillis, coverage, faults);
            else
            {
                times.Add(rows.TimeMillis);
                points.Add(row);
            }
        }

        return new BucketGroup(query.Side, target, query.StartMillis, [.. times], new PointTable([.. points]));
    }

    private static void Spoil(FaultKind kind, string what, long timeMillis, Coverage coverage, FaultLog faults)
    {
        long position = coverage.Timeline.PositionOf(timeMillis);
        coverage.MarkSpoilt(position);
        if (!coverage.Timeline.Holds(position)) return;
        int window = coverage.Timeline.NumberOf((int)position);
        faults.Add(kind, coverage.Timeline.Side, window, Subject, $"{Subject}: {what} in window {window}; the window is left out.");
    }

    private static double? BoundOf(FetchedSeries series)
    {
        string le = series.Labels.GetValueOrDefault("le", "");
        if (le is "+Inf" or "Inf") return double.PositiveInfinity;
        return double.TryParse(le, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out double bound) && !double.IsNaN(bound) && bound > double.NegativeInfinity ? bound : null;
    }

    private static string KeyOf(FetchedSeries series) =>
        string.Join('\0', series.Labels.Where(l => l.Key != "le").OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}\0{l.Value}"));
}
