using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;

namespace CanaryJudge.Judging.Aligning;

/// <summary>One histogram of one instance over time: a native series, or the classic series that differ in le alone.</summary>
/// <param name="Side">The side it belongs to.</param>
/// <param name="Target">The target that it comes from.</param>
/// <param name="RangeStartMillis">Nothing is known before this moment.</param>
/// <param name="Times">Times of the points.</param>
/// <param name="Table">The observations at those times.</param>
internal sealed record BucketGroup(Side Side, TargetName Target, long RangeStartMillis, SampleTimes Times, IBucketTable Table)
{
    private const string Subject = "buckets";

    /// <summary>The histograms in an answer. What cannot be used is reported, and spoils its window.</summary>
    /// <exception cref="ArgumentException">A series' times do not rise, or it has not one value a time.</exception>
    public static IReadOnlyList<BucketGroup> Of(QueryAnswer answer, Coverage coverage, FaultLog faults)
    {
        SharedTimes shared = new(coverage.Timeline);
        List<BucketGroup> groups = [];
        List<(double Bound, FetchedSeries Series)> classic = [];
        foreach (FetchedSeries series in answer.Series)
        {
            bool native = series.Histograms.Length > 0;
            shared.Of(series.TimesMillis, native ? series.Histograms.Length : series.Values.Length, Subject);
            if (native) groups.Add(Native(answer.Query, series, shared, coverage, faults));
            else if (BoundOf(series) is { } bound) classic.Add((bound, series));
            else faults.Add(FaultKind.BucketMismatch, coverage.Timeline.Side, null, "le", $"{Subject}: a series has no usable label le (\"{series.Labels.GetValueOrDefault("le", "")}\") and is no native histogram; left out.");
        }

        groups.AddRange(classic.GroupBy(c => c.Series.Labels, LabelsWithoutLe.Comparer).Select(g => Classic(answer.Query, [.. g], shared, coverage, faults)));
        return groups;
    }

    private static BucketGroup Native(PlannedQuery query, FetchedSeries series, SharedTimes shared, Coverage coverage, FaultLog faults)
    {
        List<long> times = [];
        List<BucketPoint> points = [];
        for (int i = 0; i < series.Histograms.Length; i++)
        {
            NativeHistogramPoint point = series.Histograms[i];
            if (UsableValue.AreAll(point.Counts, mayBeNegative: false) && !point.Lower.Concat(point.Upper).Any(double.IsNaN))
            {
                times.Add(series.TimesMillis[i]);
                points.Add(BucketPoint.OfNative(point));
            }
            else
            {
                Spoil(FaultKind.NotFinite, "a histogram has a count that is not finite", series.TimesMillis[i], coverage, faults);
            }
        }

        return new BucketGroup(query.Side, TargetName.Of(series), query.StartMillis, shared.Of([.. times], points.Count, Subject), new PointTable([.. points]));
    }

    private static BucketGroup Classic(PlannedQuery query, (double Bound, FetchedSeries Series)[] members, SharedTimes shared, Coverage coverage, FaultLog faults)
    {
        (double Bound, FetchedSeries Series)[] rising = [.. members.OrderBy(member => member.Bound)];
        TargetName target = TargetName.Of(members[0].Series);
        if (ColumnTable.Of(rising) is { } table) return new BucketGroup(query.Side, target, query.StartMillis, shared.Of(rising[0].Series.TimesMillis, rising[0].Series.Values.Length, Subject), table);
        List<long> times = [];
        List<BucketPoint> points = [];
        ClassicRows rows = new(rising);
        while (rows.Next() is { } row)
        {
            if (!UsableValue.AreAll(row.Cumulative, mayBeNegative: false)) Spoil(FaultKind.NotFinite, "a bucket's count is not finite", rows.TimeMillis, coverage, faults);
            else if (!double.IsPositiveInfinity(row.Bounds.Upper[^1])) Spoil(FaultKind.BucketMismatch, "there is no bucket le=\"+Inf\"", rows.TimeMillis, coverage, faults);
            else
            {
                times.Add(rows.TimeMillis);
                points.Add(row);
            }
        }

        return new BucketGroup(query.Side, target, query.StartMillis, shared.Of([.. times], points.Count, Subject), new PointTable([.. points]));
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
}
