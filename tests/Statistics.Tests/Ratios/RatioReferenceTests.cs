using CanaryJudge.Statistics.Tests.Reference;

namespace CanaryJudge.Statistics.Tests.Ratios;

/// <summary>The kept reference values, each to 1e-12 relative: about what the double-precision producers agree on among themselves.</summary>
public sealed class RatioReferenceTests
{
    private const double Tolerance = 1e-12;
    private static readonly ReferenceFile Values = new("ratios.json");
    private static readonly RatioCounts Canary = new(30, 2000), Baseline = new(12, 2000);

    [Fact]
    public void FarringtonManning_ThirtyAgainstTwelve_MatchesDirectMaximisation()
    {
        ScoreTest test = FarringtonManning.Test(Canary, Baseline, 0.005, Alternative.Greater);
        const string key = "fm_margin_0005";
        Near(Values.Number("two_prop_30_2000_vs_12_2000", key, "p_canary"), test.RestrictedCanary, 1e-7);
        Near(Values.Number("two_prop_30_2000_vs_12_2000", key, "p_baseline"), test.RestrictedBaseline, 1e-7);
        Near(Values.Number("two_prop_30_2000_vs_12_2000", key, "z"), test.Z);
        Near(Values.Number("two_prop_30_2000_vs_12_2000", key, "p"), test.P);
    }

    [Fact]
    public void FarringtonManning_MarginZero_IsThePooledTest()
    {
        ScoreTest test = FarringtonManning.Test(Canary, Baseline, 0, Alternative.Greater);
        Near(Values.Number("two_prop_30_2000_vs_12_2000", "z_pooled"), test.Z);
        Near(Values.Number("two_prop_30_2000_vs_12_2000", "p_pooled_greater"), test.P);
    }

    [Fact]
    public void FarringtonManning_SevenAgainstNine_ShowsNonInferiority()
    {
        ScoreTest test = FarringtonManning.Test(new(7, 1500), new(9, 1500), 0.005, Alternative.Less);
        Near(Values.Number("noninferiority_7_1500_vs_9_1500_margin_0005", "p_canary"), test.RestrictedCanary, 1e-7);
        Near(Values.Number("noninferiority_7_1500_vs_9_1500_margin_0005", "z"), test.Z);
        Near(Values.Number("noninferiority_7_1500_vs_9_1500_margin_0005", "p"), test.P);
    }

    [Fact]
    public void FarringtonManning_NoErrorsAnywhere_PutsTheWholeMarginOnTheCanary()
    {
        ScoreTest test = FarringtonManning.Test(new(0, 200), new(0, 200), 0.005, Alternative.Less);
        Near(Values.Number("zero_cells_0_200_vs_0_200", "fm_margin_0005_z"), test.Z);
        Assert.Equal(0.005, test.RestrictedCanary);
        Assert.Equal(0, test.RestrictedBaseline);
    }

    [Fact]
    public void MiettinenNurminen_ThirtyAgainstTwelve_GivesTheKnownInterval()
    {
        EstimateInterval interval = MiettinenNurminen.Interval(Canary, Baseline, 0.95);
        double[] expected = Values.Numbers("two_prop_30_2000_vs_12_2000", "mn_ci95");
        Near(expected[0], interval.Lower, 1e-9);
        Near(expected[1], interval.Upper, 1e-9);
        Assert.Equal(0.009, interval.Estimate, 15);
    }

    [Fact]
    public void MiettinenNurminen_NoErrorsAnywhere_StillHasAWidth()
    {
        EstimateInterval interval = MiettinenNurminen.Interval(new(0, 200), new(0, 200), 0.95);
        Near(Values.Number("zero_cells_0_200_vs_0_200", "mn_ci95_upper"), interval.Upper, 1e-9);
        Assert.Equal(-interval.Upper, interval.Lower, 15);
    }

    [Fact]
    public void ConditionalBinomial_ThirtyOfFortyTwo_MatchesSciPyAndR()
    {
        Near(Values.Number("cond_binom_30_of_42_half", "p_greater"), ConditionalBinomial.RateP(new(30, 7), new(12, 7), 1, Alternative.Greater));
        EstimateInterval interval = ConditionalBinomial.ClopperPearson(30, 42, 0.95);
        double[] expected = Values.Numbers("cond_binom_30_of_42_half", "clopper_pearson95");
        Near(expected[0], interval.Lower);
        Near(expected[1], interval.Upper);
    }

    [Fact]
    public void Fisher_ThirtyAgainstTwelve_MatchesSciPyAndR()
    {
        Near(Values.Number("two_prop_30_2000_vs_12_2000", "fisher_greater"), Fisher.P(Canary, Baseline, Alternative.Greater));
        Near(Values.Number("two_prop_30_2000_vs_12_2000", "fisher_two"), Fisher.P(Canary, Baseline, Alternative.TwoSided));
    }

    [Fact]
    public void Barnard_ThirtyAgainstTwelve_MatchesSciPy() =>
        Near(Values.Number("two_prop_30_2000_vs_12_2000", "barnard_greater"), Barnard.P(Canary, Baseline, Alternative.Greater, new double[Barnard.ScratchLength(2000, 2000)]), 1e-9);

    private static void Near(double expected, double actual, double tolerance = Tolerance) =>
        Assert.True(Math.Abs(actual - expected) <= tolerance * Math.Abs(expected), $"expected {expected:R}, got {actual:R}");
}
