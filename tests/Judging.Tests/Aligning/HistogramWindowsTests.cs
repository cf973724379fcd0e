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
        Assert.Equal(given.Rows[from..to].Concat(given.Rows), HistogramJoin.Of(given.Bounds, part, windows).ToRows());
    });

    [Theory]
    [InlineData(2, new[] { 1.0, 2 }, "counts[1] has 2 buckets; 2 bounds need 3.")]
    [InlineData(1, new[] { 1.0, 2, 3 }, "counts[1] has 3 buckets; 1 bound needs 2.")]
    [InlineData(1, new[] { 1, double.NaN }, "counts[1][1] is NaN; it must be finite and 0 or more, and a missing window is null.")]
    [InlineData(0, new[] { 1.0 }, "counts[1] is present and there are no bucket bounds.")]
    public void Rows_ThatDoNotFit_AreRefused(int bounds, double[] row, string why)
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(() => new HistogramWindows([.. Enumerable.Range(1, bounds).Select(b => (double)b)], [null, row]));

        Assert.StartsWith(why, refused.Message, StringComparison.Ordinal);
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
