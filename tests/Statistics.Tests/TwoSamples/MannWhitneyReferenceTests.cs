using CanaryJudge.Statistics.Tests.Reference;

namespace CanaryJudge.Statistics.Tests.TwoSamples;

public sealed class MannWhitneyReferenceTests
{
    [Fact]
    public void Test_ReferencePair_GivesUAndTheExactPValues()
    {
        MannWhitneyResult twoSided = MannWhitney.Test(TwoSampleReference.Canary, TwoSampleReference.Baseline);
        Assert.Equal(TwoSampleReference.Number("mannWhitney", "u"), twoSided.U);
        Assert.Equal(TwoSampleReference.Number("mannWhitney", "pTwoExact"), twoSided.P, 1e-15);
        Assert.Equal(Math.Log(twoSided.P), twoSided.LnP, 1e-14);
        Assert.Equal(MannWhitneyMethod.Exact, twoSided.Method);
        Assert.Equal(TwoSampleReference.Number("mannWhitney", "pGreaterExact"), MannWhitney.Test(TwoSampleReference.Canary, TwoSampleReference.Baseline, Alternative.Greater).P, 1e-15);
    }

    [Fact]
    public void Test_ReferencePairForcedNormal_GivesRsAsymptoticP()
    {
        MannWhitneyResult result = MannWhitney.Test(TwoSampleReference.Canary, TwoSampleReference.Baseline, method: MannWhitneyMethod.Normal);
        Assert.Equal(TwoSampleReference.Number("mannWhitney", "pTwoNormal"), result.P, 1e-15);
        Assert.Equal(MannWhitneyMethod.Normal, result.Method);
    }

    [Fact]
    public void Test_TiedReferencePair_GivesThePermutationP()
    {
        MannWhitneyResult twoSided = MannWhitney.Test(TwoSampleReference.TiedCanary, TwoSampleReference.TiedBaseline);
        Assert.Equal(TwoSampleReference.Number("mannWhitneyTies", "u"), twoSided.U);
        Assert.Equal(TwoSampleReference.Number("mannWhitneyTies", "pTwoPermutation"), twoSided.P, 1e-15);
        Assert.Equal(MannWhitneyMethod.Permutation, twoSided.Method);
        Assert.Equal(
            TwoSampleReference.Number("mannWhitneyTies", "pGreaterPermutation"), MannWhitney.Test(TwoSampleReference.TiedCanary, TwoSampleReference.TiedBaseline, Alternative.Greater).P, 1e-15);
    }

    [Fact]
    public void Test_TiedReferencePairForcedNormal_CorrectsTheVarianceForTies()
    {
        Assert.Equal(
            TwoSampleReference.Number("mannWhitneyTies", "pTwoNormal"),
            MannWhitney.Test(TwoSampleReference.TiedCanary, TwoSampleReference.TiedBaseline, method: MannWhitneyMethod.Normal).P, 1e-15);
        Assert.Equal(
            TwoSampleReference.Number("mannWhitneyTies", "pGreaterNormal"),
            MannWhitney.Test(TwoSampleReference.TiedCanary, TwoSampleReference.TiedBaseline, Alternative.Greater, MannWhitneyMethod.Normal).P, 1e-15);
    }

    [Fact]
    public void Test_FiveAgainstFive_FollowsTheCountsOfU()
    {
        double[] counts = TwoSampleReference.Numbers("countsOfU5Against5");
        double upTo = 0;
        for (int u = 0; u <= 25; u++)
        {
            upTo += counts[u];
            Assert.Equal(upTo / 252, MannWhitney.Test(WithU(5, 5, u), [0, 1, 2, 3, 4], Alternative.Less).P, 1e-15);
        }
    }

    [Fact]
    public void Test_TenAgainstTen_GivesTheKnownLowerTailAt23() =>
        Assert.Equal(
            TwoSampleReference.Number("uAtMost23Of10Against10"), MannWhitney.Test(WithU(10, 10, 23), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], Alternative.Less).P, 1e-15);

    /// <summary>n values without ties against 0..m-1 that win exactly u pairs.</summary>
    private static double[] WithU(int n, int m, int u)
    {
        double[] x = new double[n];
        for (int i = 0; i < n; i++)
        {
            int wins = Math.Min(m, u);
            u -= wins;
            x[i] = wins - 0.9 + (i * 0.01);
        }

        return x;
    }
}
