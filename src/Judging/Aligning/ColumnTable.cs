using CanaryJudge.Judging.Measuring;

namespace CanaryJudge.Judging.Aligning;

/// <summary>A classic histogram whose series all have the same times, as one scrape gives them: their values are the columns, and nothing is copied.</summary>
internal sealed class ColumnTable : IBucketTable
{
    private readonly BucketBounds _bounds;
    private readonly double[][] _columns;

    private ColumnTable(BucketBounds bounds, double[][] columns) => (_bounds, _columns) = (bounds, columns);

    /// <inheritdoc/>
    public IEnumerable<BucketBounds> Bounds => [_bounds];

    /// <summary>The series as a table; null when they are not of this kind, or a value cannot be used: then they are gone through moment by moment.</summary>
    /// <param name="members">The series with their bounds, rising.</param>
    public static ColumnTable? Of((double Bound, FetchedSeries Series)[] members)
    {
        long[] times = members[0].Series.TimesMillis;
        if (times.Length == 0 || !double.IsPositiveInfinity(members[^1].Bound)) return null;
        for (int m = 0; m < members.Length; m++)
        {
            FetchedSeries series = members[m].Series;
            if (m > 0 && (members[m].Bound == members[m - 1].Bound || !series.TimesMillis.AsSpan().SequenceEqual(times))) return null;
            if (!UsableValue.AreAll(series.Values, mayBeNegative: false)) return null;
        }

        return new ColumnTable(BucketBounds.OfClassic([.. members.Select(member => member.Bound)]), [.. members.Select(member => member.Series.Values)]);
    }

    /// <inheritdoc/>
    public double[][] On(double[] bounds) =>
        [.. _bounds.CountBelow(bounds).Select(below => below == 0 ? new double[_columns[0].Length] : _columns[below - 1]), _columns[^1]];
}
