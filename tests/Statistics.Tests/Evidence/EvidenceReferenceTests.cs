using CanaryJudge.Statistics.Tests.Reference;

namespace CanaryJudge.Statistics.Tests.Evidence;

/// <summary>Kept values, to 1e-12 of E for closed forms and to their eight printed digits for the worked examples.</summary>
public sealed class EvidenceReferenceTests
{
    private static readonly ReferenceFile Values = new("evidence.json");

    [Fact]
    public void BetaBinomial_ThirtyOfFortyTwo_MatchesQuadrature()
    {
        const string key = "beta_binomial_30_of_42_half";
        Near(Values.Number(key, "two_sided_a05"), BetaBinomialE.LnTwoSided(30, 12, 0.5));
        Near(Values.Number(key, "two_sided_a1"), BetaBinomialE.LnTwoSided(30, 12, 0.5, 1, 1));
        Near(Values.Number(key, "greater_a05"), BetaBinomialE.LnGreater(30, 12, 0.5));
    }

    [Fact]
    public void NormalMixture_KnownScore_MatchesQuadrature()
    {
        const string key = "normal_mixture_s12_v20_r5";
        Near(Values.Number(key, "two_sided"), NormalMixtureE.LnTwoSided(12, 20, 5));
        Near(Values.Number(key, "greater"), NormalMixtureE.LnGreater(12, 20, 5));
        Assert.Equal(Values.Number(key, "radius_alpha05"), NormalMixtureE.Radius(20, 5, 0.05), 12);
    }

    [Fact]
    public void AnytimeT_KnownStatistics_MatchThePublishedForm()
    {
        Near(Values.Number("anytime_t", "n10_t3_g1"), AnytimeT.LnE(10, 3, 1));
        Near(Values.Number("anytime_t", "n10_t3_g01"), AnytimeT.LnE(10, 3, 0.1));
        Near(Values.Number("anytime_t", "n30_t4_g1"), AnytimeT.LnE(30, 4, 1));
    }

    [Fact]
    public void AsymptoticSequence_TunedToThirty_MatchesThePublishedForm()
    {
        double tuning = AsymptoticConfidenceSequence.Tuning(30, 0.95);
        Assert.Equal(Values.Number("asymptotic_cs", "tuning"), tuning, 13);
        Assert.Equal(Values.Number("asymptotic_cs", "half_width_at_30"), AsymptoticConfidenceSequence.HalfWidth(30, tuning, 0.95), 13);
    }

    [Fact]
    public void SingleWindowEvidence_KnownBlocks_MatchesHandComputation()
    {
        Near(Values.Number("gro_30_12_of_2000"), Gro2x2.LnE(new(30, 2000), new(12, 2000), 0.015, 0.006));
        Near(Values.Number("symmetry_lambda2_d04"), SymmetryE.LnE(0.4, 2));
    }

    [Theory]
    [InlineData("p1pct", 0.01)]
    [InlineData("p05pct", 0.005)]
    [InlineData("p01pct", 0.001)]
    public void Sprt_HalfAPointMore_NeedsTheKnownRequests(string key, double share)
    {
        SprtRequests requests = new WaldSprt(0.01, 0.05).RequestsForShares(share, 0.005);
        double[] expected = Values.Numbers("sprt", key);
        Assert.Equal(expected[0], requests.UnderHarm, expected[0] * 1e-12);
        Assert.Equal(expected[1], requests.UnderSafety, expected[1] * 1e-12);
        Assert.Equal(expected[2], requests.FixedSize, expected[2] * 1e-12);
    }

    [Fact]
    public void RatioEvidence_WorkedExample_MatchesWindowByWindow()
    {
        double[] baseline = Values.Numbers("ratio_example", "baseline"), canary = Values.Numbers("ratio_example", "canary");
        double[] key = Values.Numbers("ratio_example", "key_harm"), harm = Values.Numbers("ratio_example", "harm"), safe = Values.Numbers("ratio_example", "safe");
        RatioEvidence evidence = new(new double[RatioEvidence.StateLength], RatioScale.Share(0.005), RatioPrior.WithoutHistory);
        for (int k = 0; k < baseline.Length; k++)
        {
            evidence.Add(new(canary[k], 1000), new(baseline[k], 1000));
            Assert.Equal(key[k], evidence.LnConditional(), 1e-8);
            Assert.Equal(harm[k], evidence.Evaluate().LnHarm, 1e-8);
            Assert.Equal(safe[k], evidence.Evaluate().LnSafe, 1e-8);
        }
    }

    [Fact]
    public void SeriesEvidence_WorkedExample_MatchesWindowByWindow()
    {
        double[] baseline = Values.Numbers("series_example", "baseline"), canary = Values.Numbers("series_example", "canary");
        double[] safe = Values.Numbers("series_example", "safe");
        SeriesScale scale = SeriesScale.Relative(baseline.AsSpan(0, 1), 0.1);
        SeriesEvidence evidence = new(scale, SeriesPrior.WithoutHistory(scale));
        for (int k = 0; k < baseline.Length; k++)
        {
            evidence.Add(scale.Difference(canary[k], baseline[k]));
            EvidenceLevels levels = evidence.Levels;
            Assert.Equal(safe[k], levels.LnSafe, 1e-8);
            Assert.Equal(k < 5 ? SeriesEvidence.NotYet : Values.Number("series_example", "harm_at_sixth"), levels.LnHarm, 1e-8);
        }
    }

    private static void Near(double expected, double lnActual) => Assert.Equal(Math.Log(expected), lnActual, 1e-12);
}
