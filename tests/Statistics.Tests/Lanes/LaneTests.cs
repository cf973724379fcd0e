namespace CanaryJudge.Statistics.Tests.Lanes;

/// <summary>Two, four and eight lanes give the same bits in every operation, whatever the processor has.</summary>
public sealed class LaneTests
{
    private static readonly double[] Left = [1.5, -0.0, double.NaN, double.PositiveInfinity, -3, 1e-310, 0.1, 7, 2, 0, -1, 1e300];
    private static readonly double[] Right = [2.5, 0, 1, -1, double.NegativeInfinity, 3, 0.1, -7, double.NaN, 1e-320, 1e-300, 1e300];

    [Fact]
    public void Operations_AtAnyWidth_HaveTheSameBits()
    {
        long[] two = Operations<TwoLanes>();
        Assert.Equal(two, Operations<FourLanes>());
        Assert.Equal(two, Operations<EightLanes>());
        Assert.Contains(BitConverter.DoubleToInt64Bits(0.1 + 0.1), two);
    }

    [Fact]
    public void Comparisons_OfAGroup_AreThoseOfItsNumbers()
    {
        Compare<TwoLanes>();
        Compare<FourLanes>();
        Compare<EightLanes>();
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(24)]
    public void Sum_AtAnyWidth_GoesInTheSameOrder(int length)
    {
        Random random = new(9);
        for (int draw = 0; draw < 1000; draw++)
        {
            double[] row = [.. Enumerable.Range(0, length).Select(_ => Math.Exp(20 * random.NextDouble()) - 1000)];
            double[] eight = [.. Enumerable.Range(0, 8).Select(k => row.Where((_, i) => i % 8 == k).Aggregate((sum, next) => sum + next))];
            double expected = eight[0] + eight[4] + (eight[2] + eight[6]) + (eight[1] + eight[5] + (eight[3] + eight[7]));
            Assert.Equal(expected, Sum<TwoLanes>(row));
            Assert.Equal(expected, Sum<FourLanes>(row));
            Assert.Equal(expected, Sum<EightLanes>(row));
        }
    }

    [Fact]
    public void Largest_OfEight_IsTheirs_AndNaNWhenOneIs()
    {
        double[] row = [1, 2, 3, 4, 50, 6, 7, 8];
        Assert.Equal(50, EightLanes.From(row, 0).Largest());
        Assert.Equal(50, FourLanes.From(row, 4).Largest());
        Assert.Equal(4, TwoLanes.From(row, 2).Largest());
        row[6] = double.NaN;
        Assert.Equal(double.NaN, EightLanes.From(row, 0).Largest());
        Assert.Equal(double.NaN, FourLanes.From(row, 4).Largest());
        Assert.Equal(double.NaN, TwoLanes.From(row, 6).Largest());
    }

    private static void Compare<T>()
        where T : unmanaged, ILanes<T>
    {
        double[] left = [1, 2, 0, -0.0, 5, double.NaN, 7, 1, 1, 2, 3, 4, 5, 6, 7, 8], right = [1, 3, 0, 0, 4, double.NaN, 7, double.PositiveInfinity, 1, 2, 3, 4, 5, 6, 7, 9];
        for (int at = 0; at < left.Length; at += T.Count)
        {
            int[] places = [.. Enumerable.Range(at, T.Count)];
            T first = T.From(left, at), second = T.From(right, at);
            Assert.Equal(places.All(k => left[k] <= right[k]), T.AllAtMost(first, second));
            Assert.Equal(places.Where(k => left[k] == right[k]).Aggregate(0UL, (bits, k) => bits | 1UL << (k - at)), T.EqualPlaces(first, second));
            Assert.Equal(left[at], first.First());
        }
    }

    private static double Sum<T>(double[] row)
        where T : unmanaged, ILanes<T>
    {
        T first = 0, third = 0, fifth = 0, seventh = 0;
        for (int at = 0; at < row.Length; at += T.Count) LaneSum.Add(ref first, ref third, ref fifth, ref seventh, T.From(row, at), at);
        return LaneSum.Of(first, third, fifth, seventh);
    }

    // The last four places are beyond both rows.
    private static long[] Operations<T>()
        where T : unmanaged, ILanes<T>
    {
        Func<T, T, T>[] operations =
        [
            (a, b) => a + b, (a, b) => a - b, (a, b) => a * b, (a, b) => a / b, (a, b) => T.Sqrt(a * a) + b, T.Max, T.Min, (a, b) => T.MaxNative(a, 1) + b, (a, b) => T.MinNative(a, 1) + b,
            (a, b) => T.WhereLess(a, b, 1, 2), (a, _) => T.AddBits(a, 77), T.SubtractBits, (a, _) => T.And(a, 0xFFFF_FFFF), (a, _) => T.Or(a, 0xFF), (a, _) => T.ToExponent(a), (a, _) => T.FromExponent(a),
            (a, b) => T.CountLess(T.SubtractBits(a, a), a, b), (a, b) => T.CountAtMost(T.SubtractBits(a, a), a, b),
        ];
        double[] results = new double[16 * operations.Length], within = new double[12];
        for (int at = 0; at < 16; at += T.Count)
        {
            T left = T.From(Left, at, beyond: 5), right = T.From(Right, at, beyond: 6);
            (left + right).CopyWithin(within, at);
            for (int k = 0; k < operations.Length; k++) operations[k](left, right).CopyTo(results, 16 * k + at);
        }

        // NaN has many bits, and which of them a processor makes is nobody's business.
        return [.. results.Concat(within).Select(value => double.IsNaN(value) ? -1 : BitConverter.DoubleToInt64Bits(value))];
    }
}
