using CanaryJudge.Cli.Rendering;
using CanaryJudge.Judging.Comparing;

namespace CanaryJudge.Cli.Tests.Rendering;

public sealed class EvidenceTableTests
{
    [Theory]
    [InlineData(0, "░░░░░░░░░░   0%")]
    [InlineData(0.42, "████░░░░░░  42%")]
    [InlineData(0.999, "█████████░  99%")]
    [InlineData(1, "██████████ 100%")]
    public void Bar_OfAShare_IsFullOnlyWhenProven(double share, string bar) => Assert.Equal(bar, EvidenceTable.Bar(share));

    [Theory]
    [InlineData(-3, 1, 7, "about 7 windows")]
    [InlineData(-3, 1, 1, "about 1 window")]
    [InlineData(-3, 1, double.PositiveInfinity, "not coming nearer")]
    [InlineData(-3, 4, 2, "proven")]
    [InlineData(double.PositiveInfinity, -9, 2, "proven")]
    [InlineData(double.NaN, double.NaN, double.PositiveInfinity, "not coming nearer")]
    public void Left_OfEvidence_SaysWhatIsStillNeeded(double harm, double safe, double left, string text) =>
        Assert.Equal(text, EvidenceTable.Left(new Evidence(harm, 6, safe, 4, left, null)));
}
