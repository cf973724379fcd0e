using CanaryJudge.Judging.Aligning;
using CsCheck;

namespace CanaryJudge.Judging.Tests.Aligning;

/// <summary>Rows that lie in one array are what they were as arrays of their own.</summary>
public sealed class HistogramWindowsTests
{
    private static readonly Gen<(double[] Bounds, double[]?[] Rows)> Any =
        from bounds in Gen.Int[1, 4]
        from rows in Gen.Int[0, 9].Select(count => (double)count).Array[bounds + 1].Null().Array[0, 12]
        select (Enumerable.Range(1, bounds).Select(b => (double)b).ToArray(), rows);

    private static readonly Gen<(int Behind, bool IsFiner, int From, double[]?[] Rows)> Parts =
        from behind in Gen.Int[0, 11]
        from isFiner in Gen.Bool
        from start in Gen.Frequency((5, Gen.Const(0)), (1, Gen.Int[0, 9]))
        from rows in Gen.Int[0, 9].Select(count => (double)count).Array[3].Null().Array[0, 3]
        select (behind, isFiner, start, rows);

    [Fact]
    public void Rows_OfAnyHistogram_AreThoseGiven() => Any.Sample(given =>
    {
        HistogramWindows windows = new(given.Bounds, given.Rows);

        Assert.Equal(given.Rows, windows.ToRows());
        Assert.Equal(given.Rows.Length, windows.Count);
        Assert.Equal(given.Rows.Any(row => row is not null), windows.IsAnyPresent);
        for (int k = 0; k < windows.Count; k++)
        {
            Assert.Equal(given.Rows[k] is not null, windows.IsPresent(k));
            Assert.Equal(given.Rows[k] ?? [], windows.Row(k).ToArray());
            Assert.Equal(given.Rows[k]?.Sum() ?? double.NaN, windows.Total(k));
        }
    });

    [Fact]
    public void Parts_OfAnyHistogram_AreThoseOfItsRows() => Gen.Select(Any, Gen.Int[0, 12], Gen.Int[0, 12]).Sample((given, a, b) =>
    {
        HistogramWindows windows = new(given.Bounds, given.Rows);
        (int from, int to) = (Math.Min(Math.Min(a, b), windows.Count), Math.Min(Math.Max(a, b), windows.Count));
        int[] places = [.. Enumerable.Range(from, to - from).Reverse()];

        HistogramWindows part = windows.Slice(from, to - from);
        Assert.Equal(given.Rows[from..to], part.ToRows());
        Assert.Equal(given.Rows[..to], ((HistogramWindows)windows.First(to)).ToRows());
        Assert.Equal(places.Select(k => given.Rows[k]), windows.Pick(places).ToRows());
        Assert.Equal(part.PooledAll(), windows.Pooled([.. Enumerable.Range(from, to - from)]));
        Assert.Equal(Enumerable.Range(0, given.Bounds.Length + 1).Select(bucket => given.Rows[from..to].Sum(row => row?[bucket] ?? 0)), part.PooledAll());
        Assert.Equal(given.Rows[from..to].Concat(given.Rows), HistogramJoin.Of(given.Bounds, grows: false, part, windows).ToRows());
    });

    [Theory]
    [InlineData(2, new[] { 1.0, 2 }, "counts[1] has 2 buckets; 2 bounds need 3.")]
    [InlineData(1, new[] { 1.0, 2, 3 }, "counts[1] has 3 buckets; 1 bound needs 2.")]
    [InlineData(0, new[] { 1.0 }, "counts[1] is present and there are no bucket bounds.")]
    public void Rows_ThatDoNotFit_AreRefused(int bounds, double[] row, string why)
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(() => new HistogramWindows([.. Enumerable.Range(1, bounds).Select(b => (double)b)], [null, row]));

        Assert.StartsWith(why, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MissingWindows_TakeNoRoomForTheirBuckets()
    {
        double[] bounds = [.. Enumerable.Range(1, 999).Select(b => (double)b)];
        double[]?[] rows = new double[]?[10_000];
        rows[5000] = new double[1000];
        long before = GC.GetAllocatedBytesForCurrentThread();

        HistogramWindows missing = HistogramWindows.Missing(bounds, 10_000), one = new(bounds, rows), joined = HistogramJoin.Of(bounds, grows: true, missing, one, missing);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 500_000);
        Assert.InRange(missing.ByteSize, 40_000, 41_000);
        Assert.Equal([.. Enumerable.Repeat(false, 15_000), true], Enumerable.Range(0, 15_001).Select(joined.IsPresent));
    }

    [Fact]
    public void Windows_JoinedOneByOne_AreCopiedAFewTimesInAll()
    {
        double[] bounds = [.. Enumerable.Range(1, 99).Select(b => (double)b)];
        HistogramWindows joined = new(bounds, []);
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int k = 0; k < 1000; k++) joined = HistogramJoin.Of(bounds, grows: true, joined, new HistogramWindows(bounds, [[.. Enumerable.Repeat((double)k, 100)]]));

        // 1.6 MB of rows by doubling, as much for those that are joined, an index a window a join (2 MB); all rows at each join would be 400 MB.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 8_000_000);
        Assert.Equal(Enumerable.Range(0, 1000).Select(k => 100.0 * k), Enumerable.Range(0, 1000).Select(joined.Total));
    }

    [Fact]
    public void Windows_JoinedTwiceBehindTheSame_DoNotSeeEachOther()
    {
        HistogramWindows start = HistogramJoin.Of([1], grows: true, new HistogramWindows([1], [[1, 2], null]), new HistogramWindows([1], [[3, 4]])), part = start.Slice(0, 2);

        HistogramWindows a = HistogramJoin.Of([1], grows: true, start, new HistogramWindows([1], [[5, 6]])), b = HistogramJoin.Of([1], grows: true, start, new HistogramWindows([1], [[7, 8]]));
        HistogramWindows c = HistogramJoin.Of([1], grows: true, part, new HistogramWindows([1], [null, [9, 9]])), d = HistogramJoin.Of([1], grows: true, a, new HistogramWindows([1], [[10, 10]]));

        Assert.Equal([[1, 2], null, [3, 4]], start.ToRows());
        Assert.Equal([[1, 2], null, [3, 4], [5, 6]], a.ToRows());
        Assert.Equal([[1, 2], null, [3, 4], [7, 8]], b.ToRows());
        Assert.Equal([[1, 2], null, null, [9, 9]], c.ToRows());
        Assert.Equal([[1, 2], null, [3, 4], [5, 6], [10, 10]], d.ToRows());
    }

    [Fact]
    public void Joins_OfAnyParts_AreThoseOfTheirRows() => Parts.Array[1, 12].Sample(parts =>
    {
        double[] bounds = [1, 2];
        List<(HistogramWindows Windows, double[]?[] Rows)> all = [(new HistogramWindows(bounds, []), [])];
        foreach ((int behind, bool isFiner, int start, double[]?[] rows) in parts)
        {
            // Behind any of those before, so that some find their place taken; sometimes behind its end alone, sometimes on bounds that are to be given up.
            (HistogramWindows earlier, double[]?[] earlierRows) = all[behind % all.Count];
            int from = Math.Min(start, earlier.Count);
            HistogramWindows next = isFiner ? new HistogramWindows([0.5, 1, 2], [.. rows.Select(row => row is null ? null : new[] { row[0], 1, row[1], row[2] })]) : new HistogramWindows(bounds, rows);
            double[]?[] nextRows = isFiner ? [.. rows.Select(row => row is null ? null : new[] { row[0] + 1, row[1], row[2] })] : rows;
            all.Add((HistogramJoin.Of(bounds, grows: true, earlier.Slice(from, earlier.Count - from), next, next), [.. earlierRows[from..], .. nextRows, .. nextRows]));
        }

        foreach ((HistogramWindows windows, double[]?[] rows) in all) Assert.Equal(rows, windows.ToRows());
    });

    [Fact]
    public void CoarserRows_WriteOverWhatWasThere()
    {
        double[] coarser = [double.NaN, 7, 8];

        CommonBounds.Coarsen([1, 2, 3, 4], [0.5, 1, 2], [1, 2], coarser);

        Assert.Equal([3, 3, 4], coarser);
    }

    [Fact]
    public void Windows_JoinedBehindTheSameByManyThreads_KeepTheirOwn()
    {
        HistogramWindows start = HistogramJoin.Of([1], grows: true, new HistogramWindows([1], [.. Enumerable.Repeat<double[]?>([0, 0], 500)]), new HistogramWindows([1], [[1, 1]]));
        HistogramWindows[] all = new HistogramWindows[64];

        Parallel.For(0, all.Length, k => all[k] = HistogramJoin.Of([1], grows: true, start, new HistogramWindows([1], [.. Enumerable.Repeat<double[]?>([k, k], 100)])));

        for (int k = 0; k < all.Length; k++) Assert.Equal(Enumerable.Repeat(2.0 * k, 100), Enumerable.Range(501, 100).Select(all[k].Total));
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 3)]
    [InlineData(2, 1)]
    [InlineData(0, -1)]
    [InlineData(1, int.MaxValue)]
    public void Windows_ThatAreNotThere_AreRefused(int from, int count)
    {
        HistogramWindows windows = new([1], [[1, 2], [3, 4], [5, 6]]);
        windows = windows.Slice(1, 2);

        Assert.Throws<ArgumentOutOfRangeException>(() => windows.Slice(from, count));
        Assert.Throws<ArgumentOutOfRangeException>(() => windows.Row(-1).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => windows.IsPresent(2));
    }
}
