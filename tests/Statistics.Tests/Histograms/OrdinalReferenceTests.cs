using CanaryJudge.Statistics.Tests.Reference;

namespace CanaryJudge.Statistics.Tests.Histograms;

public sealed class OrdinalReferenceTests
{
    [Fact]
    public void OrdinalMannWhitney_SevenBuckets_MatchesSciPyAndR()
    {
        ReferenceFile values = new("histograms.json");
        OrdinalComparison comparison = OrdinalMannWhitney.Test(values.Numbers("canary"), values.Numbers("baseline"), Alternative.Greater);
        Assert.Equal(values.Number("u"), comparison.U);
        Assert.Equal(values.Number("a12"), comparison.A12, 15);
        Assert.Equal(values.Number("z"), comparison.Z, 12);
        Assert.Equal(values.Number("p_greater"), comparison.P, 1e-14);
    }
}
