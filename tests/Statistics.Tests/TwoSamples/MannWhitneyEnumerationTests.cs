using System.Numerics;

namespace CanaryJudge.Statistics.Tests.TwoSamples;

/// <summary>The exact p-values against every way to deal the pooled values to the two samples, and against big-integer counts at the limits.</summary>
public sealed class MannWhitneyEnumerationTests
{
    public static TheoryData<double[]> Pools => new(
        [1.0, 2, 3, 4, 5, 6, 7, 8, 9],
        [0.0, 0, 0, 0, 1, 1, 2, 5, 5],
        [3.0, 3, 3, 3, 3, 3, 3],
        [-1.0, -1, 0, 0.5, 0.5, 0.5, 1e300, double.PositiveInfinity, double.PositiveInfinity, double.NegativeInfinity],
        [1.0, 2]);

    [Theory]
    [MemberData(nameof(Pools))]
    public void Test_EverySplitOfThePool_GivesItsShareOfAllSplits(double[] pool)
    {
        for (int n = 1; n < pool.Length; n++)
        {
            (double[] X, double[] Y, double U)[] splits = [.. Splits(pool, n)];
            foreach ((double[] x, double[] y, double u) in splits)
            {
                double atLeast = (double)splits.Count(split => split.U >= u) / splits.Length, atMost = (double)splits.Count(split => split.U <= u) / splits.Length;
                Assert.Equal(u, MannWhitney.Test(x, y).U);
                Assert.Equal(atLeast, MannWhitney.Test(x, y, Alternative.Greater).P, 1e-15);
                Assert.Equal(atMost, MannWhitney.Test(x, y, Alternative.Less).P, 1e-15);
                Assert.Equal(Math.Min(1, 2 * Math.Min(atLeast, atMost)), MannWhitney.Test(x, y).P, 1e-15);
                Assert.Equal(MannWhitney.Test(x, y).P, MannWhitney.Test(x, y, method: MannWhitneyMethod.Permutation).P);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Pools))]
    public void Test_UnderTheNull_RejectsExactlyAsOftenAsItsOneSidedPSays(double[] pool)
    {
        for (int n = 1; n < pool.Length; n++)
        {
            double[] p = [.. Splits(pool, n).Select(split => MannWhitney.Test(split.X, split.Y, Alternative.Greater).P)];
            foreach (double level in p) Assert.Equal(level, (double)p.Count(other => other <= level) / p.Length, 1e-15);
        }
    }

    [Theory]
    [InlineData(65, 65, MannWhitneyMethod.Exact)]
    [InlineData(5, 40_000, MannWhitneyMethod.Exact)]
    [InlineData(1, 1, MannWhitneyMethod.Exact)]
    [InlineData(66, 66, MannWhitneyMethod.Saddlepoint)]
    [InlineData(6, 40_000, MannWhitneyMethod.Saddlepoint)]
    [InlineData(4096, 4096, MannWhitneyMethod.Saddlepoint)]
    [InlineData(4097, 4097, MannWhitneyMethod.Edgeworth)]
    public void Test_AutoAtTheStatedLimits_UsesTheStatedMethod(int n, int m, MannWhitneyMethod expected)
    {
        double[] x = [.. Enumerable.Range(0, n).Select(i => i + 0.5)], y = [.. Enumerable.Range(0, m).Select(i => (double)i)];
        Assert.Equal(expected, MannWhitney.Test(x, y).Method);
        Assert.Equal(expected, MannWhitney.Test(y, x).Method);
    }

    [Theory]
    [InlineData(33, 33, MannWhitneyMethod.Permutation)]
    [InlineData(3, 680, MannWhitneyMethod.Permutation)]
    [InlineData(34, 34, MannWhitneyMethod.Normal)]
    public void Test_AutoWithTiesAtTheStatedLimits_UsesTheStatedMethod(int n, int m, MannWhitneyMethod expected)
    {
        double[] x = [.. Enumerable.Range(0, n).Select(i => (double)i)], y = [.. Enumerable.Range(0, m).Select(i => (double)i)];
        Assert.Equal(expected, MannWhitney.Test(x, y).Method);
    }

    [Theory]
    [InlineData(65, 65)]
    [InlineData(40, 90)]
    [InlineData(7, 300)]
    public void Test_LargestExactSizes_AreRightToTheLastPlaces(int n, int m)
    {
        BigInteger[] counts = Counts(n, m);
        BigInteger all = counts.Aggregate(BigInteger.Zero, (sum, count) => sum + count), below = 0;
        double[] work = new double[RankSumCounts.WorkLength(n, m)];
        for (int u = 0; u < counts.Length; u++)
        {
            (UInt128 atMost, UInt128 atLeast) = RankSumCounts.Tails(n, m, u, work);
            Assert.Equal(below + counts[u], (BigInteger)atMost);
            Assert.Equal(all - below, (BigInteger)atLeast);
            below += counts[u];
        }
    }

    [Theory]
    [InlineData(65, 65, 1e-4, 1e-4, 0.013)]
    [InlineData(65, 65, 1e-9, 3e-4, 0.28)]
    [InlineData(65, 65, 0, 0.22, 1e12)]
    [InlineData(20, 160, 1e-4, 1e-3, 0.07)]
    [InlineData(20, 160, 1e-9, 5e-3, 3)]
    [InlineData(5, 400, 1e-4, 0.03, 2)]
    public void Test_Approximations_StayWithinTheirStatedErrorAndBeatTheNormal(int n, int m, double smallestP, double statedSaddlepoint, double statedEdgeworth)
    {
        double saddlepoint = 0, edgeworth = 0, normal = 0;
        double[] work = new double[RankSumCounts.WorkLength(n, m)];
        double all = (double)Arrangements.Exactly(n, m), deviation = RankSumTail.Deviation(n, m, 0);
        for (int u = 0; u <= n * m / 2; u++)
        {
            double exact = (double)RankSumCounts.Tails(n, m, u, work).AtMost / all;
            if (exact < smallestP) continue;
            saddlepoint = Math.Max(saddlepoint, Math.Abs((RankSumSaddlepoint.AtMost(u, n, m).P / exact) - 1));
            edgeworth = Math.Max(edgeworth, Math.Abs((RankSumTail.Edgeworth(u, n, m).P / exact) - 1));
            normal = Math.Max(normal, Math.Abs((RankSumTail.Normal((n * m / 2.0) - u, 0.5, deviation).P / exact) - 1));
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{n} against {m}, p from {smallestP}: saddlepoint within {saddlepoint:P3}, Edgeworth within {edgeworth:P2}, normal within {normal:P2} of exact");
        Assert.InRange(saddlepoint, 0, statedSaddlepoint);
        Assert.InRange(edgeworth, 0, statedEdgeworth);
        Assert.True(saddlepoint < edgeworth && edgeworth < normal);
    }

    [Theory]
    [InlineData(66, 66)]
    [InlineData(3, 50_000)]
    [InlineData(300, 300)]
    public void Test_ApproximateTails_NeverRiseAsUFalls(int n, int m)
    {
        long pairs = (long)n * m, step = Math.Max(1, pairs / 3000);
        double edgeworth = double.NegativeInfinity, saddlepoint = double.NegativeInfinity;
        for (long u = 0; u <= pairs; u += step)
        {
            double nextEdgeworth = RankSumTail.Edgeworth(u, n, m).LnP, nextSaddlepoint = RankSumSaddlepoint.AtMost(u, n, m).LnP;
            Assert.True(nextEdgeworth >= edgeworth, $"Edgeworth at {u}: {nextEdgeworth:R} after {edgeworth:R}");
            Assert.True(nextSaddlepoint >= saddlepoint, $"saddlepoint at {u}: {nextSaddlepoint:R} after {saddlepoint:R}");
            (edgeworth, saddlepoint) = (nextEdgeworth, nextSaddlepoint);
        }

        // Where the saddlepoint hands over to the expansion in the middle, value by value.
        long middle = pairs / 2, reach = (long)RankSumTail.Deviation(n, m, 0) / 4;
        for (long u = middle - reach; u < middle + Math.Min(reach, 2000); u++)
            Assert.True(RankSumSaddlepoint.AtMost(u + 1, n, m).P >= RankSumSaddlepoint.AtMost(u, n, m).P, $"at {u}");
    }

    private static IEnumerable<(double[] X, double[] Y, double U)> Splits(double[] pool, int n)
    {
        for (int chosen = 0; chosen < 1 << pool.Length; chosen++)
        {
            if (BitOperations.PopCount((uint)chosen) != n) continue;
            double[] x = [.. pool.Where((_, i) => (chosen >> i & 1) == 1)], y = [.. pool.Where((_, i) => (chosen >> i & 1) == 0)];
            yield return (x, y, x.Sum(a => y.Sum(b => a > b ? 1 : a == b ? 0.5 : 0)));
        }
    }

    /// <summary>The counts of U by the textbook recursion f(n, m, u) = f(n - 1, m, u - m) + f(n, m - 1, u): additions only.</summary>
    private static BigInteger[] Counts(int n, int m)
    {
        BigInteger[][] row = [.. Enumerable.Range(0, m + 1).Select(_ => new BigInteger[] { 1 })];
        for (int i = 1; i <= n; i++)
        {
            BigInteger[][] next = new BigInteger[m + 1][];
            next[0] = [1];
            for (int j = 1; j <= m; j++)
            {
                next[j] = new BigInteger[(i * j) + 1];
                for (int u = 0; u < row[j].Length; u++) next[j][u + j] += row[j][u];
                for (int u = 0; u < next[j - 1].Length; u++) next[j][u] += next[j - 1][u];
            }

            row = next;
        }

        return row[m];
    }
}
