namespace CanaryJudge.Statistics.Tests.TwoSamples;

/// <summary>The merge group by group is the judge of the faster rankings.</summary>
public sealed class RankingTests
{
    [Fact]
    public void Ranking_Pooled_IsThatOfTheGroups()
    {
        foreach (double[][] pair in SamplePairs.Seeded(41, 3000, 40).Concat(SamplePairs.Seeded(42, 200, 700)).Append([[1], [1]]).Append([.. Lopsided()]))
        {
            double[] x = [.. pair[0].Order()], y = [.. pair[1].Order()];
            Assert.Equal(Ranking.Of(x, y), Ranking.Of(x, y, new double[Ranking.WorkLength(x.Length, y.Length)]));
        }
    }

    [Fact]
    public void Ranking_LongGroups_CountsEveryTie()
    {
        // Groups that begin and end inside, at and beyond the words of 64 neighbours.
        foreach (int size in new[] { 1, 2, 63, 64, 65, 127, 128, 129, 1000 })
        {
            double[] x = [.. Enumerable.Range(0, 40).SelectMany(i => Enumerable.Repeat((double)(i / 3), i % 2 == 0 ? size : 1)).Order()];
            double[] y = [.. x.Where((_, i) => i % 3 == 0)];
            Assert.Equal(Ranking.Of(x, y), Ranking.Of(x, y, new double[Ranking.WorkLength(x.Length, y.Length)]));
        }
    }

    [Fact]
    public void SmallRanking_AnyFewValues_IsThatOfTheGroupsOrLeavesItToThem()
    {
        int ranked = 0;
        foreach (double[][] pair in SamplePairs.Seeded(43, 5000, 20).Append([[double.NaN], [1]]).Append([[-0.0, 0.0], [0.0, double.PositiveInfinity]]))
        {
            if (!SmallRanking.TryOf(pair[0], pair[1], new double[Ranking.WorkLength(pair[0].Length, pair[1].Length)], out Ranking fast)) continue;
            ranked++;
            Assert.Equal(Ranking.Of([.. pair[0].Order()], [.. pair[1].Order()]), fast);
            Assert.DoesNotContain(pair[0], double.IsNaN);
        }

        Assert.Equal(System.Runtime.Intrinsics.Vector512.IsHardwareAccelerated, ranked > 3000);
    }

    private static IEnumerable<double[]> Lopsided() => [[3, 5, 5], [.. Enumerable.Range(0, 900).Select(i => i / 100.0)]];
}
