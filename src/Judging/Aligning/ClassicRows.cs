using CanaryJudge.Judging.Measuring;

namespace CanaryJudge.Judging.Aligning;

/// <summary>Walks the series of a classic histogram side by side: at every time at which one of them has a value, the buckets that have one.</summary>
/// <param name="members">The series with their bounds, rising. Of two with the same bound the later one counts, where both have a value.</param>
internal sealed class ClassicRows((double Bound, FetchedSeries Series)[] members)
{
    private readonly int[] _next = new int[members.Length];
    private readonly double[] _bounds = new double[members.Length];
    private readonly double[] _values = new double[members.Length];
    private BucketBounds? _last;

    /// <summary>The time of the latest row.</summary>
    public long TimeMillis { get; private set; }

    /// <summary>The next row, in time order; null after the last. Rows on the same bounds share them.</summary>
    public BucketPoint? Next()
    {
        long time = long.MaxValue;
        for (int m = 0; m < members.Length; m++)
        {
            if (_next[m] < members[m].Series.TimesMillis.Length) time = Math.Min(time, members[m].Series.TimesMillis[_next[m]]);
        }

        int count = 0;
        for (int m = 0; m < members.Length; m++)
        {
            (double bound, FetchedSeries series) = members[m];
            if (_next[m] >= series.TimesMillis.Length || series.TimesMillis[_next[m]] != time) continue;
            if (count == 0 || _bounds[count - 1] != bound) count++;
            (_bounds[count - 1], _values[count - 1]) = (bound, series.Values[_next[m]++]);
        }

        if (count == 0) return null;
        TimeMillis = time;
        double[] cumulative = _values[..count];
        if (_last is null || !_last.Upper.AsSpan().SequenceEqual(_bounds.AsSpan(0, count))) _last = BucketBounds.OfClassic(_bounds[..count]);
        return new BucketPoint(_last, cumulative);
    }
}
