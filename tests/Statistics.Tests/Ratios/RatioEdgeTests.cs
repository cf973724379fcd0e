namespace CanaryJudge.Statistics.Tests.Ratios;

/// <summary>The written rules for unusual counts: a number or an exception that names the argument.</summary>
public sealed class RatioEdgeTests
{
    private const double Huge = 2147483647;

    [Theory]
    [InlineData(double.NaN, 1, "events")]
    [InlineData(double.PositiveInfinity, 1, "events")]
    [InlineData(-1, 1, "events")]
    [InlineData(2, 1, "events")]
    [InlineData(-double.Epsilon, 1, "events")]
    [InlineData(0, 0, "trials")]
    [InlineData(0, double.NaN, "trials")]
    [InlineData(0, double.PositiveInfinity, "trials")]
    [InlineData(0, 1e308, "trials")]
    [InlineData(0, -5, "trials")]
    public void RatioCounts_OutOfRange_NamesTheArgument(double events, double trials, string name) =>
        Assert.Equal(name, Assert.Throws<ArgumentException>(() => new RatioCounts(events, trials)).ParamName);

    [Theory]
    [InlineData(double.NaN, 1, "events")]
    [InlineData(-1, 1, "events")]
    [InlineData(1e308, 1, "events")]
    [InlineData(0, 0, "exposure")]
    [InlineData(0, double.Epsilon, "exposure")]
    [InlineData(0, 1e308, "exposure")]
    [InlineData(0, double.NaN, "exposure")]
    public void RateCounts_OutOfRange_NamesTheArgument(double events, double exposure, string name) =>
        Assert.Equal(name, Assert.Throws<ArgumentException>(() => new RateCounts(events, exposure)).ParamName);

    [Fact]
    public void Tests_DefaultCounts_AreRefusedByName()
    {
        RatioCounts good = new(1, 2);
        Assert.Equal("canary", Assert.Throws<ArgumentException>(() => MiettinenNurminen.Test(default, good, 0, Alternative.Greater)).ParamName);
        Assert.Equal("baseline", Assert.Throws<ArgumentException>(() => MiettinenNurminen.Interval(good, default, 0.9)).ParamName);
        Assert.Equal("canary", Assert.Throws<ArgumentException>(() => RateDifference.Test(default, new(1, 1), 0, Alternative.Greater)).ParamName);
        Assert.Equal("baseline", Assert.Throws<ArgumentException>(() => ConditionalBinomial.RateP(new(1, 1), default, 1, Alternative.Greater)).ParamName);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(double.NegativeInfinity)]
    public void ShareTests_MarginOutOfRange_IsRefused(double margin)
    {
        Assert.Equal("margin", Assert.Throws<ArgumentException>(() => FarringtonManning.Test(new(1, 2), new(1, 2), margin, Alternative.Less)).ParamName);
        Assert.Equal("margin", Assert.Throws<ArgumentException>(() => MiettinenNurminen.Test(new(1, 2), new(1, 2), margin, Alternative.Less)).ParamName);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void Intervals_ConfidenceOutOfRange_IsRefused(double confidence)
    {
        Assert.Equal("confidence", Assert.Throws<ArgumentException>(() => MiettinenNurminen.Interval(new(1, 2), new(1, 2), confidence)).ParamName);
        Assert.Equal("confidence", Assert.Throws<ArgumentException>(() => RateDifference.Interval(new(1, 2), new(1, 2), confidence)).ParamName);
        Assert.Equal("confidence", Assert.Throws<ArgumentException>(() => ConditionalBinomial.ClopperPearson(1, 2, confidence)).ParamName);
    }

    [Fact]
    public void ExactTests_FractionalCounts_AreRefusedAndScoreTestsTakeThem()
    {
        Assert.Equal("canary", Assert.Throws<ArgumentException>(() => ConditionalBinomial.RateP(new(1.5, 2), new(1, 2), 1, Alternative.Greater)).ParamName);
        Assert.True(MiettinenNurminen.Test(new(1.5, 20), new(1, 20), 0, Alternative.Greater).P is > 0.3 and < 0.5);
    }

    [Fact]
    public void ScoreTest_NothingCanVary_GivesZeroAndNoEvidence()
    {
        foreach (RatioCounts counts in new RatioCounts[] { new(0, 50), new(50, 50) })
        {
            Assert.Equal((0, 0.5), Both(MiettinenNurminen.Test(counts, counts, 0, Alternative.Greater)));
            Assert.Equal((0, 1), Both(MiettinenNurminen.Test(counts, counts, 0, Alternative.TwoSided)));
        }

        Assert.Equal((0, 1), Both(RateDifference.Test(new(0, 5), new(0, 5), 0, Alternative.TwoSided)));

        static (double, double) Both(ScoreTest test) => (test.Z, test.P);
    }

    [Fact]
    public void MiettinenNurminen_TotalFailureAgainstNone_ReachesTheEndOfTheRange()
    {
        EstimateInterval interval = MiettinenNurminen.Interval(new(5, 5), new(0, 5), 0.95);
        Assert.Equal((1, 1), (interval.Estimate, interval.Upper));
        Assert.True(interval.Lower is > 0.3 and < 0.6);
        EstimateInterval mirrored = MiettinenNurminen.Interval(new(0, 5), new(5, 5), 0.95);
        Assert.Equal((-1, -1), (mirrored.Estimate, mirrored.Lower));
        Assert.Equal(-interval.Lower, mirrored.Upper, 14);
    }

    [Fact]
    public void Tests_CountsOfTwoToThe31MinusOne_StayFinite()
    {
        RatioCounts canary = new(Huge - 1, Huge), baseline = new(Huge / 2 - 0.5, Huge);
        ScoreTest test = MiettinenNurminen.Test(canary, baseline, 0.25, Alternative.Greater);
        Assert.True(double.IsFinite(test.Z) && test.P == 0 && test.Z > 1000, "a million standard errors are below the smallest double");
        EstimateInterval interval = MiettinenNurminen.Interval(canary, baseline, 0.99);
        Assert.True(interval.Lower < interval.Estimate && interval.Estimate < interval.Upper && interval.Upper - interval.Lower < 1e-4);
        Assert.InRange(ConditionalBinomial.RateP(new(Huge, 1), new(Huge, 1), 1, Alternative.Greater), 0.5, 0.50002);
        Assert.Equal(1, ConditionalBinomial.RateP(new(Huge, 1), new(Huge, 1), 1, Alternative.TwoSided));
        EstimateInterval share = ConditionalBinomial.ClopperPearson(1, Huge, 0.95);
        Assert.Equal(-Math.Log(0.975) / Huge, share.Lower, 1e-18);
    }

    [Fact]
    public void Tails_AreNumbersWhereOthersSayZero()
    {
        double p = ConditionalBinomial.ShareP(1000, 1000, 0.5, Alternative.Greater);
        Assert.Equal(Math.Pow(2, -1000), p, 1e-313);
        Assert.Equal(1e-300, ConditionalBinomial.ShareP(1, 1, 1e-300, Alternative.Greater), 1e-313);
        Assert.True(MiettinenNurminen.Test(new(700, 2000), new(0, 2000), 0, Alternative.Greater).P is > 0 and < 1e-180);
    }

    [Fact]
    public void RateIntervals_WithoutEvents_AreOpenOrWide()
    {
        EstimateInterval ratio = ConditionalBinomial.RateRatio(new(0, 1), new(0, 1), 0.95);
        Assert.True(double.IsNaN(ratio.Estimate));
        Assert.Equal((0, double.PositiveInfinity), (ratio.Lower, ratio.Upper));
        EstimateInterval difference = RateDifference.Interval(new(0, 10), new(0, 20), 0.95);
        Assert.Equal(3.8414588206941245 / 10, difference.Upper, 12);
        Assert.Equal(-3.8414588206941245 / 20, difference.Lower, 12);
    }

    [Fact]
    public void Ratios_OnceWarm_AllocateNothing()
    {
        Run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        static double Run()
        {
            RatioCounts canary = new(30, 2000), baseline = new(12, 2000);
            RateCounts c = new(9, 100), b = new(4, 100);
            return MiettinenNurminen.Test(canary, baseline, 0.005, Alternative.Greater).P + FarringtonManning.Test(canary, baseline, 0.005, Alternative.Less).P
                + MiettinenNurminen.Interval(canary, baseline, 0.95).Upper + RateDifference.Test(c, b, 0.01, Alternative.TwoSided).P
                + RateDifference.Interval(c, b, 0.95).Upper + ConditionalBinomial.RateP(c, b, 1, Alternative.TwoSided)
                + ConditionalBinomial.RateRatio(c, b, 0.95).Upper + ConditionalBinomial.ClopperPearson(30, 2000, 0.95).Upper;
        }
    }
}
