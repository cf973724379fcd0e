namespace CanaryJudge.Statistics.Tests.Selection;

public sealed class SelectionTests
{
    [Fact]
    public void QuickSelect_AnyShape_FindsTheSortedValue()
    {
        Random random = new(101);
        for (int round = 0; round < 300; round++)
        {
            int n = random.Next(1, 400);
            double[] values = [.. Enumerable.Range(0, n).Select(i => (round % 5) switch
            {
                0 => random.NextDouble(),
                1 => random.Next(3),
                2 => i,
                3 => -i,
                _ => i % 2 == 0 ? i : -i,
            })];
            double[] sorted = [.. values.Order()];
            int index = random.Next(n);
            Assert.Equal(sorted[index], QuickSelect.Kth(values, index));
        }
    }

    [Fact]
    public void PairSums_MoreCandidatesThanWork_FindsEveryRankAsSortingDoes()
    {
        Random random = new(102);
        for (int round = 0; round < 40; round++)
        {
            double[] rows = Shape(random, random.Next(40, 120), round % 4), columns = Shape(random, random.Next(40, 120), random.Next(4));
            double[] all = [.. rows.SelectMany(a => columns.Select(b => a + b)).Order()];
            double[] triangle = [.. rows.SelectMany((a, i) => rows.Skip(i).Select(b => a + b)).Order()];
            double[] work = new double[300]; // far below WorkLength, so that the pivots have to do the work
            PairSums full = PairSums.Full(rows, columns, work), half = PairSums.Triangle(rows, new double[300]);
            for (int k = 0; k < 25; k++)
            {
                int rank = k switch { 0 => 1, 1 => all.Length, _ => random.Next(1, all.Length + 1) };
                Assert.Equal(all[rank - 1], full.Select(rank));
                rank = k switch { 0 => 1, 1 => triangle.Length, _ => random.Next(1, triangle.Length + 1) };
                Assert.Equal(triangle[rank - 1], half.Select(rank));
            }

            Assert.Equal(all.Length % 2 == 1 ? all[all.Length / 2] : (all[(all.Length / 2) - 1] + all[all.Length / 2]) / 2, full.Median());
        }
    }

    [Fact]
    public void PairSums_HugeSpread_StillEnds()
    {
        // Values from 1e-300 to 1e300: no pivot from a sample halves the range of numbers, ranks still fall.
        double[] rows = [.. Enumerable.Range(0, 300).Select(i => Math.Pow(10, (2 * i) - 300))];
        double[] columns = [.. rows.Select(value => -value).Order()];
        double[] all = [.. rows.SelectMany(a => columns.Select(b => a + b)).Order()];
        PairSums sums = PairSums.Full(rows, columns, new double[300]);
        for (int rank = 1; rank <= all.Length; rank += 997) Assert.Equal(all[rank - 1], sums.Select(rank));
    }

    private static double[] Shape(Random random, int n, int kind) => [.. Enumerable.Range(0, n).Select(i => kind switch
    {
        0 => random.NextDouble(),
        1 => random.Next(4),
        2 => Math.Exp(40 * random.NextDouble()) * (random.Next(2) - 0.5),
        _ => i < n / 2 ? 0 : i,
    }).Order()];
}
