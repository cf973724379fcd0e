using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Judging.Sequential;

namespace CanaryJudge.Judging.Tests.Sequential;

public sealed class SignCountsTests
{
    [Theory]
    [InlineData(10, 0, 1, 1.0 / 1024)]
    [InlineData(3, 1, 1, 5.0 / 16)]
    [InlineData(0, 4, 1, 1)]
    [InlineData(0, 0, 1, 1)]
    [InlineData(10, 0, 2, 1.0 / 32)] // two windows that count as one
    [InlineData(1, 0, 3, 1)] // not one whole window
    public void P_OfTheCounts_IsTheBinomialTail(int canary, int baseline, double tau, double p)
    {
        Assert.Equal(p, new SignCounts(canary, baseline, tau).P(), 1e-14);
    }

    [Fact]
    public void LastLook_ManyWindowsOfTheCanaryAloneNotZeroAndTwoLargeOnes_RollsBackByTheSigns()
    {
        // 14 windows against 1: p = 0.0005. Two large values on both sides drown the mean.
        Assert.Equal((VerdictOutcome.Rollback, 60), Run(SequentialParameters.Strict, canaryAlone: 14));
        Assert.Equal((VerdictOutcome.Pause, 60), Run(SequentialParameters.Strict with { SignsAtLastLook = false }, canaryAlone: 14));
    }

    [Fact]
    public void LastLook_AFewMoreOnTheCanary_StaysOnPause()
    {
        // 8 against 1: p = 0.02.
        Assert.Equal((VerdictOutcome.Pause, 60), Run(SequentialParameters.Strict, canaryAlone: 8));
    }

    private static (VerdictOutcome, int) Run(SequentialParameters parameters, int canaryAlone)
    {
        MetricPolicy metric = Windows.Metric(MetricKind.Series, Margin.Absolute(0.15));
        CanaryPolicy policy = Windows.Policy(metric) with { Judge = JudgeRule.Sequential, WarmUp = 3, Horizon = 60 };
        double[] baseline = new double[60], canary = new double[60];
        for (int i = 0; i < canaryAlone; i++) canary[5 + 4 * i] = 0.5;
        baseline[20] = 0.5;
        (baseline[22], canary[22]) = (1, 5);
        (baseline[40], canary[40]) = (5, 1);
        double[] history = [.. Enumerable.Range(0, 30).Select(k => k % 5 == 0 ? 0.5 : 0)];
        MetricWindows windows = Windows.Series(metric, baseline, canary) with { History = new SeriesWindows(history) };
        SequentialRun run = new(policy, [windows], parameters);
        for (int k = 0; k < 60; k++) run.Advance();
        return (run.Outcome, run.WindowsElapsed);
    }
}
