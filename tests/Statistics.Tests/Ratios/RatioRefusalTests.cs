using static CanaryJudge.Statistics.Tests.Refusals;

namespace CanaryJudge.Statistics.Tests.Ratios;

/// <summary>Every refusal of the ratio methods names its argument and says the value and the rule; the last value inside a bound is taken.</summary>
public sealed class RatioRefusalTests
{
    private static readonly RatioCounts s_half = new(1, 2);
    private static readonly RateCounts s_rate = new(1, 2);
    private const Alternative Unknown = (Alternative)7;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void ShareP_ShareOutsideItsRange_IsRefused(double share) =>
        Refused("share", "between 0 and 1", () => ConditionalBinomial.ShareP(1, 2, share, Alternative.Greater));

    [Theory]
    [InlineData(1, 2.5, "trials")]
    [InlineData(1, -1, "trials")]
    [InlineData(1, double.NaN, "trials")]
    [InlineData(1, RatioCounts.MaxCount * 2, "trials")]
    [InlineData(0.5, 2, "events")]
    [InlineData(3, 2, "events")]
    [InlineData(-1, 2, "events")]
    [InlineData(double.NaN, 2, "events")]
    public void ExactShare_ImpossibleCounts_AreRefused(double events, double trials, string name)
    {
        Refused(name, "whole number", () => ConditionalBinomial.ShareP(events, trials, 0.5, Alternative.Greater));
        Refused(name, "whole number", () => ConditionalBinomial.ClopperPearson(events, trials, 0.95));
    }

    [Fact]
    public void ExactShare_TheBoundsThemselves_AreTaken()
    {
        Assert.Equal(1, ConditionalBinomial.ShareP(0, 0, 0.5, Alternative.TwoSided));
        Assert.Equal(1, ConditionalBinomial.ShareP(0, RatioCounts.MaxCount, 1e-10, Alternative.Greater));
        Assert.Equal(1, ConditionalBinomial.ShareP(2, 2, 0.5, Alternative.Less));
        Refused("trials", "no trials", () => ConditionalBinomial.ClopperPearson(0, 0, 0.95));
        EstimateInterval nearly = ConditionalBinomial.ClopperPearson(3, 4, 0.95), all = ConditionalBinomial.ClopperPearson(4, 4, 0.95);
        Assert.Equal((0.75, 1, 1), (nearly.Estimate, all.Estimate, all.Upper));
    }

    [Fact]
    public void ExactTests_FractionalCounts_AreRefusedOnEitherSide()
    {
        RatioCounts fraction = new(0.5, 2), part = new(1, 2.5);
        Refused("canary", "0.5 of 2", () => Fisher.P(fraction, s_half, Alternative.Greater));
        Refused("canary", "1 of 2.5", () => Fisher.P(part, s_half, Alternative.Greater));
        Refused("baseline", "0.5 of 2", () => Fisher.P(s_half, fraction, Alternative.Greater));
        Refused("baseline", "1 of 2.5", () => Fisher.P(s_half, part, Alternative.Greater));
        Refused("canary", "1.5 events", () => ConditionalBinomial.RateP(new(1.5, 2), s_rate, 1, Alternative.Greater));
        Refused("baseline", "1.5 events", () => ConditionalBinomial.RateRatio(s_rate, new(1.5, 2), 0.95));
    }

    [Fact]
    public void UnknownAlternatives_AreRefusedEverywhere()
    {
        const string Words = "alternative 7 is not known";
        Refused("alternative", Words, () => Fisher.P(s_half, s_half, Unknown));
        Refused("alternative", Words, () => Barnard.P(s_half, s_half, Unknown, new double[Barnard.ScratchLength(2, 2)]));
        Refused("alternative", Words, () => ConditionalBinomial.ShareP(1, 2, 0.5, Unknown));
        Refused("alternative", Words, () => ConditionalBinomial.ClopperPearson(1, 2, 0.95, Unknown));
        Refused("alternative", Words, () => RateDifference.Interval(s_rate, s_rate, 0.95, Unknown));
    }

    [Fact]
    public void Bounds_OfMarginsRatiosAndCounts_AreTakenAtTheEndAndRefusedBeyond()
    {
        Refused("margin", "1E+101", () => RateDifference.Test(s_rate, s_rate, 1e101, Alternative.Greater));
        Refused("margin", "NaN", () => RateDifference.Test(s_rate, s_rate, double.NaN, Alternative.Greater));
        Assert.Equal(1e100, RateDifference.Test(s_rate, s_rate, 1e100, Alternative.Greater).Margin);
        Refused("rateRatio", "1E-101", () => ConditionalBinomial.RateP(s_rate, s_rate, 1e-101, Alternative.Greater));
        Refused("rateRatio", "1E+101", () => ConditionalBinomial.RateP(s_rate, s_rate, 1e101, Alternative.Greater));
        Assert.InRange(ConditionalBinomial.RateP(s_rate, s_rate, 1e100, Alternative.Less), 0, 1e-99);
        Refused("exposure", "1E-101", () => { _ = new RateCounts(1, 1e-101); });
        Refused("events", "-1", () => { _ = new RateCounts(-1, 1); });
        Assert.Equal((1e100, 1e-100), (new RateCounts(1, 1e100).Exposure, new RateCounts(1, 1e-100).Exposure));
        Assert.Equal(RatioCounts.MaxCount, new RateCounts(RatioCounts.MaxCount, 1).Rate);
        Assert.Equal((0.4, 0.5), (new RateCounts(2, 5).Rate, s_half.Share));
        Refused("trials", "0.5", () => { _ = new RatioCounts(0, 0.5); });
        Refused("events", "3 of 2", () => { _ = new RatioCounts(3, 2); });
        Refused("margin", "1.5", () => MiettinenNurminen.Test(s_half, s_half, 1.5, Alternative.Greater));
        Refused("confidence", "1.5", () => RateDifference.Interval(s_rate, s_rate, 1.5));
    }

    [Fact]
    public void DefaultCounts_AreRefusedWithTheRemedy()
    {
        Refused("canary", "construct them", () => RateDifference.Interval(default, s_rate, 0.95));
        Refused("baseline", "construct them", () => RateDifference.Interval(s_rate, default, 0.95));
        Refused("canary", "construct them", () => Fisher.P(default, s_half, Alternative.Less));
        Refused("baseline", "construct them", () => Fisher.P(s_half, default, Alternative.Less));
    }

    [Fact]
    public void Barnard_TooManyTrials_AreRefusedWithTheNumber()
    {
        RatioCounts large = new(1, 1e6);
        Refused("canaryTrials", "2000000 trials", () => Barnard.P(large, large, Alternative.Greater, new double[4]));
    }

    [Fact]
    public void RateDifference_OneSided_HasOneEndAtTheTwoSidedOneOfTwiceTheError()
    {
        RateCounts canary = new(9, 100), baseline = new(4, 120);
        EstimateInterval both = RateDifference.Interval(canary, baseline, 0.9);
        EstimateInterval greater = RateDifference.Interval(canary, baseline, 0.95, Alternative.Greater), less = RateDifference.Interval(canary, baseline, 0.95, Alternative.Less);
        Assert.Equal(both.Lower, greater.Lower, 1e-14);
        Assert.Equal(both.Upper, less.Upper, 1e-14);
        Assert.Equal((double.PositiveInfinity, double.NegativeInfinity), (greater.Upper, less.Lower));
    }
}
