namespace CanaryJudge.Statistics.Tests.Sorting;

/// <summary>The library's sort is the judge of the fast one.</summary>
public sealed class ValueSortTests
{
    public static TheoryData<string> Shapes => ["continuous", "few values", "ascending", "descending", "organ pipe", "one value", "infinities", "wide range", "mostly one value"];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Sort_AnyShapeAndSize_IsTheLibrarysOrder(string shape)
    {
        Random random = new(31);
        foreach (int n in Enumerable.Range(0, 260).Concat([511, 512, 1000, 1023, 1025, 4097, 30_011]))
        {
            double[] values = [.. Enumerable.Range(0, n).Select(i => Value(random, shape, i, n))], expected = [.. values];
            Array.Sort(expected);
            ValueSort.Sort(values, new double[ValueSort.SpareLength(n)]);
            Assert.Equal(expected, values);
        }
    }

    [Fact]
    public void Sort_ShortOfSpareRoom_StillSorts()
    {
        double[] values = [3, 1, 2];
        ValueSort.Sort(values, new double[3]);
        Assert.Equal([1, 2, 3], values);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void PairSort_UpTo64Values_IsTheLibrarysOrder(string shape)
    {
        Random random = new(33);
        double[] stage = new double[SmallSort.Largest];
        for (int n = 0; n <= SmallSort.Largest; n++)
        {
            double[] values = [.. Enumerable.Range(0, n).Select(i => Value(random, shape, i, n))], staged = [.. values, .. new double[SmallSort.Largest - n]], expected = [.. values.Order()];
            double[] two = new double[n], four = new double[n];
            PairSort.Sort<TwoLanes>(values, two, stage);
            Assert.Equal(expected, two);
            PairSort.Sort<FourLanes>(values, four, stage);
            Assert.Equal(expected, four);
            PairSort.Sort(values, values, stage);
            Assert.Equal(expected, values);
            PairSort.InStage(staged, n);
            Assert.Equal(expected, staged[..n]);
        }
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public void Partition_OfFoursOrOnesOfAnySize_KeepsTheOrderOnBothSides(bool keepsAbove, bool ofFours)
    {
        Assert.SkipUnless(!ofFours || System.Runtime.Intrinsics.X86.Avx2.IsSupported, "The processor has no AVX2.");
        Random random = new(34);
        for (int draw = 0; draw < 2000; draw++)
        {
            double[] given = [.. Enumerable.Range(0, random.Next(1, 80)).Select(_ => (double)random.Next(9))], values = [.. given], others = new double[given.Length];
            double bound = random.Next(-1, 10);
            int kept = ofFours ? VectorQuicksort.PartitionFours(values, others, bound, keepsAbove) : VectorQuicksort.PartitionOnes(values, others, bound, keepsAbove);
            Assert.Equal(given.Where(value => value > bound == keepsAbove), values[..kept]);
            Assert.Equal(given.Where(value => value > bound != keepsAbove), others[..(given.Length - kept)]);
        }
    }

    [Fact]
    public void SpanSelect_AnyShapeAndIndex_FindsTheSortedValueAndMayKnowTheNext()
    {
        Random random = new(32);
        foreach (string shape in Shapes.Select(row => row.Data))
        {
            foreach (int n in new[] { 1, 2, 17, 64, 65, 130, 1000, 5000 })
            {
                double[] values = [.. Enumerable.Range(0, n).Select(i => Value(random, shape, i, n))], sorted = [.. values.Order()];
                double[] spare = new double[ValueSort.SpareLength(n)];
                foreach (int index in new[] { 0, n / 100, n / 2, n - 1, random.Next(n) }.Distinct())
                {
                    Assert.Equal(sorted[index], SpanSelect.Kth([.. values], spare, index, out double next));
                    if (!double.IsNaN(next)) Assert.Equal(sorted[index + 1], next);
                }
            }
        }
    }

    private static double Value(Random random, string shape, int i, int n) => shape switch
    {
        "continuous" => random.NextDouble() - 0.5,
        "few values" => random.Next(7),
        "ascending" => i,
        "descending" => -i,
        "organ pipe" => Math.Min(i, n - i),
        "one value" => 4,
        "infinities" => random.Next(4) switch { 0 => double.NegativeInfinity, 1 => double.PositiveInfinity, _ => random.Next(3) },
        "wide range" => Math.Exp(1400 * (random.NextDouble() - 0.5)) * (random.Next(2) - 0.5),
        _ => random.Next(50) == 0 ? random.NextDouble() : double.NegativeInfinity,
    };
}
