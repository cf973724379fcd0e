namespace CanaryJudge.Statistics.Tests.TwoSamples;

public sealed class MannWhitneyEdgeTests
{
    [Fact]
    public void Test_AllEqual_IsHalfOfAllPairsWithPOne()
    {
        foreach (MannWhitneyMethod method in new[] { MannWhitneyMethod.Auto, MannWhitneyMethod.Permutation, MannWhitneyMethod.Normal })
        {
            MannWhitneyResult result = MannWhitney.Test([5, 5, 5], [5, 5], method: method);
            Assert.Equal((3.0, 1.0, 0.0), (result.U, result.P, result.LnP));
            Assert.Equal(1, MannWhitney.Test([5, 5, 5], [5, 5], Alternative.Greater, method).P);
        }
    }

    [Fact]
    public void Test_OneValueASide_IsASample()
    {
        Assert.Equal(new MannWhitneyResult(1, 1, 0, MannWhitneyMethod.Exact), MannWhitney.Test([2], [1]));
        Assert.Equal(0.5, MannWhitney.Test([2], [1], Alternative.Greater).P);
    }

    [Fact]
    public void Test_ExtremesAndSignedZeros_AreOnlyRanked()
    {
        double[] x = [double.Epsilon, 1e308, double.PositiveInfinity, 0.0], y = [-0.0, -double.Epsilon, -1e308, double.NegativeInfinity];
        Assert.Equal(MannWhitney.Test([2, 3, 4, 1], [1, 0, -1, -2]), MannWhitney.Test(x, y));
        Assert.Equal(0.5, MannWhitney.Test([double.PositiveInfinity], [double.PositiveInfinity]).U);
    }

    [Fact]
    public void Test_ThousandSeparatedASide_HasALogarithmWhereTheNumberVanishes()
    {
        double[] y = [.. Enumerable.Range(0, 1000).Select(i => (double)i)], x = [.. y.Select(value => value + 2000)];
        MannWhitneyResult result = MannWhitney.Test(x, y);
        Assert.Equal(0, result.P);
        Assert.Equal(-1381.9, result.LnP, 0.3); // the truth is ln 2 - ln C(2000, 1000)
        Assert.Equal(MannWhitneyMethod.Saddlepoint, result.Method);
        double[] nearer = [.. y.Select(value => value + 500.5)];
        Assert.InRange(MannWhitney.Test(nearer, y).P, 1e-290, 1e-150);
    }

    [Fact]
    public void Test_AMillionASide_CountsEveryPair()
    {
        Random random = new(91);
        double Next() => random.Next(1 << 20) + random.NextDouble(); // a seeded NextDouble has 31 bits, which would tie
        double[] x = [.. Enumerable.Range(0, 1_000_000).Select(_ => Next() + 1000)], y = [.. Enumerable.Range(0, 1_000_000).Select(_ => Next())];
        MannWhitneyResult result = MannWhitney.Test(x, y);
        double[] sorted = [.. y.Order()];
        double wins = x.Sum(value => (double)~Array.BinarySearch(sorted, value));
        Assert.Equal(wins, result.U);
        Assert.Equal(MannWhitneyMethod.Edgeworth, result.Method);
        double z = (result.U - 0.5e12) / Math.Sqrt(1e12 / 12 * 2_000_001);
        Assert.Equal(NormalTail.LnUpper(Math.Abs(z)) + Math.Log(2), result.LnP, 1e-4);
    }

    [Fact]
    public void Ranking_OfCountsNearTheLargestInt_DoesNotOverflow()
    {
        long n = int.MaxValue;
        double deviation = RankSumTail.Deviation(n, n, 0);
        Assert.Equal(Math.Sqrt((double)n * n / 12 * ((2.0 * n) + 1)), deviation, deviation * 1e-15);
        Assert.Equal(0.5, RankSumTail.Edgeworth(((double)n * n / 2) - 0.5, n, n).P, 1e-9);
        UInt128 all = (UInt128)(2 * (ulong)n);
        Assert.Equal(0, RankSumTail.Deviation(n, n, (all * all * all) - all)); // every value tied
        Placements extreme = new(2 * n * n, (UInt128)(ulong)(4 * n) * (ulong)n * (ulong)n, 0);
        Assert.Equal(0, extreme.FirstVariance(int.MaxValue));
    }

    [Fact]
    public void Test_AlmostAllTied_DoesNotCancelTheVariance()
    {
        // One value of N apart: the variance is nm/12 · (N³ - N - (N-1)³ + (N-1)) / (N(N-1)) = nm/4, exactly 1/4 · 10^10.
        const long n = 100_000;
        UInt128 tied = (ulong)((2 * n) - 1);
        Assert.Equal(Math.Sqrt(n * (double)n / 4), RankSumTail.Deviation(n, n, (tied * tied * tied) - tied), 1e-9);
    }

    [Theory]
    [InlineData(new double[0], new[] { 1.0 }, "x", "empty")]
    [InlineData(new[] { 1.0 }, new double[0], "y", "empty")]
    [InlineData(new[] { 1.0, double.NaN }, new[] { 1.0 }, "x", "index 1")]
    [InlineData(new[] { 1.0 }, new[] { double.NaN }, "y", "index 0")]
    public void Test_UnusableSamples_AreRefusedByName(double[] x, double[] y, string name, string words)
    {
        foreach (Action act in new Action[] { () => MannWhitney.Test(x, y), () => EffectSize.Of(x, y), () => HodgesLehmann.Shift(x, y), () => HodgesLehmann.Interval(x, y) })
        {
            ArgumentException thrown = Assert.Throws<ArgumentException>(act);
            Assert.Equal(name, thrown.ParamName);
            Assert.Contains(words, thrown.Message);
        }
    }

    [Fact]
    public void Test_ForcedMethodsThatCannotServe_AreRefused()
    {
        double[] many = [.. Enumerable.Range(0, 200).Select(i => (double)i)], more = [.. many.Select(value => value + 0.5)];
        Assert.Contains("ties", Assert.Throws<ArgumentException>(() => MannWhitney.Test([1, 1], [2], method: MannWhitneyMethod.Exact)).Message);
        Assert.Contains("ties", Assert.Throws<ArgumentException>(() => MannWhitney.Test([1, 1], [2], method: MannWhitneyMethod.Edgeworth)).Message);
        Assert.Contains("ties", Assert.Throws<ArgumentException>(() => MannWhitney.Test([1, 1], [2], method: MannWhitneyMethod.Saddlepoint)).Message);
        Assert.Contains("size", Assert.Throws<ArgumentException>(() => MannWhitney.Test(many, more, method: MannWhitneyMethod.Exact)).Message);
        Assert.Contains("size", Assert.Throws<ArgumentException>(() => MannWhitney.Test(many, more, method: MannWhitneyMethod.Permutation)).Message);
        Assert.Contains("unknown", Assert.Throws<ArgumentException>(() => MannWhitney.Test([1], [2], method: (MannWhitneyMethod)99)).Message);
        foreach (MannWhitneyMethod method in new[] { MannWhitneyMethod.Exact, MannWhitneyMethod.Permutation, MannWhitneyMethod.Edgeworth, MannWhitneyMethod.Normal })
            Assert.Equal("alternative", Assert.Throws<ArgumentException>(() => MannWhitney.Test([1], [2], (Alternative)99, method)).ParamName);
    }

    [Fact]
    public void Test_ShortOrOverlappingScratch_IsRefused()
    {
        double[] memory = new double[1000];
        Assert.Contains("ScratchLength", Assert.Throws<ArgumentException>(() => MannWhitney.Test([1, 2], [3, 4], new double[3])).Message);
        Assert.Contains("overlaps", Assert.Throws<ArgumentException>(() => MannWhitney.Test(memory.AsSpan(0, 3), [3, 4], memory)).Message);
        Assert.Contains("overlaps", Assert.Throws<ArgumentException>(() => HodgesLehmann.Shift([1, 2], memory.AsSpan(2, 2), memory)).Message);
    }

    [Fact]
    public void ScratchLength_BeyondOneArray_IsRefused() =>
        Assert.Contains("too large", Assert.Throws<ArgumentException>(() => MannWhitney.ScratchLength(int.MaxValue, int.MaxValue)).Message);

    [Fact]
    public void Interval_LevelOutsideItsRange_IsRefused()
    {
        foreach (double level in new[] { 0, 1, -0.5, double.NaN })
            Assert.Equal("level", Assert.Throws<ArgumentException>(() => HodgesLehmann.Interval([1], [2], level)).ParamName);
        Assert.Equal("alternative", Assert.Throws<ArgumentException>(() => HodgesLehmann.Interval([1], [2], alternative: (Alternative)7)).ParamName);
        Assert.Equal("method", Assert.Throws<ArgumentException>(() => HodgesLehmann.Interval([1], [2], method: MannWhitneyMethod.Permutation)).ParamName);
    }

    [Fact]
    public void Shift_BeyondTheRangeOfDouble_IsTheInfinityItRoundsTo()
    {
        Assert.Equal(double.PositiveInfinity, HodgesLehmann.Shift([1e308], [-1e308]));
        Assert.Equal(1e308, HodgesLehmann.Shift([1e308, 1.5e308], [0, 0.5e308]), 1e292);
        Assert.Equal(double.Epsilon, HodgesLehmann.Shift([2 * double.Epsilon], [double.Epsilon]));
        Assert.Equal("x", Assert.Throws<ArgumentException>(() => HodgesLehmann.Shift([double.PositiveInfinity], [1])).ParamName);
    }

    [Fact]
    public void Interval_OneValueASide_IsTheirDifferenceAtLevelZero() =>
        Assert.Equal(new ShiftInterval(3, 3, 3, 0, MannWhitneyMethod.Exact), HodgesLehmann.Interval([5], [2]));
}
