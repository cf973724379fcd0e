namespace CanaryJudge.Statistics.Tests.Selection;

/// <summary>Sorting all sums is the judge of selecting among the distinct ones.</summary>
public sealed class DistinctSumsTests
{
    [Fact]
    public void PairSums_OfFewDistinctValues_AreThoseOfSortingAll()
    {
        Random random = new(51);
        for (int round = 0; round < 60; round++)
        {
            double[] rows = Rounded(random, random.Next(10, 90), 1 + (round % 12)), columns = Rounded(random, random.Next(10, 90), 1 + (round % 5));
            double[] work = new double[PairSums.WorkLength(rows.Length, columns.Length) + 300], all = [.. rows.SelectMany(a => columns.Select(b => a + b)).Order()];
            Assert.Equal(rows.Distinct().Count() * columns.Distinct().Count() * 8 <= all.Length, DistinctSums.TryOf(rows, columns, work, out _));
            PairSums sums = PairSums.Full(rows, columns, work);
            for (int rank = 1; rank <= all.Length; rank += 1 + random.Next(40)) Assert.Equal(all[rank - 1], sums.Select(rank));
            Assert.Equal(all.Length % 2 == 1 ? all[all.Length / 2] : (all[(all.Length / 2) - 1] + all[all.Length / 2]) / 2, sums.Median());
        }
    }

    private static double[] Rounded(Random random, int n, int kinds) => [.. Enumerable.Range(0, n).Select(_ => (double)random.Next(kinds) * 0.1).Order()];
}
