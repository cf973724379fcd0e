using CanaryJudge.Judging.Sequential;

namespace CanaryJudge.Judging.Tests.Sequential;

public sealed class SettlingTests
{
    private const double Margin = 1;
    private const double Deviation = 0.5;

    [Fact]
    public void Windows_AFallThatHalvesEveryWindow_LeavesOutUntilHalfTheMargin()
    {
        // 16, 8, 4, 2: at the same rate 1, 0.5 follow; the second is at half the margin.
        Assert.Equal(2, Settling.Windows([16, 8, 4, 2], Margin, Deviation));
    }

    [Fact]
    public void Windows_AMissingWindow_IsNoStepOfTheDecay()
    {
        Assert.Equal(2, Settling.Windows([16, double.NaN, 8, 4, 2], Margin, Deviation));
    }

    [Fact]
    public void Windows_ASlowFall_IsBoundByTheWarmUp()
    {
        // 16 to 15 would need some fifty windows more.
        Assert.Equal(4 + 2, Settling.Windows([18, 17, 16, 15], Margin, Deviation));
    }

    [Theory]
    [InlineData("no warm-up", new double[0])]
    [InlineData("one window", new[] { 16.0 })]
    [InlineData("only one is there", new[] { 16, double.NaN, double.NaN })]
    [InlineData("flat", new[] { 2.0, 2, 2 })]
    [InlineData("rising: that is harm, not a start-up", new[] { 2.0, 4, 8, 16 })]
    [InlineData("a fall of exactly four deviations", new[] { 4.0, 3, 2 })]
    [InlineData("already at half the margin", new[] { 16.0, 4, 0.5 })]
    [InlineData("already below the baseline", new[] { 16.0, 4, -3 })]
    public void Windows_NoStartUpThatGoesOn_LeavesNothingOut(string why, double[] warmUp)
    {
        Assert.True(Settling.Windows(warmUp, Margin, Deviation) == 0, why);
    }

    [Fact]
    public void Windows_DeviationThatIsNotANumber_LeavesNothingOut()
    {
        Assert.Equal(0, Settling.Windows([16, 8, 4, 2], Margin, double.NaN));
    }
}
