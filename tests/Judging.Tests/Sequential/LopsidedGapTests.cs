using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Tests.Sequential;

public sealed class LopsidedGapTests
{
    private const int Count = 30;

    [Fact]
    public void Judge_NoGaps_Promotes()
    {
        Assert.Equal(VerdictOutcome.Promote, Outcome(_ => false, _ => false));
    }

    [Fact]
    public void Judge_TheCanaryAloneMissesAThird_NeverPromotes()
    {
        // A canary that restarts shows only the windows in which it lived.
        Assert.Equal(VerdictOutcome.Pause, Outcome(_ => false, k => k % 3 == 1));
    }

    [Fact]
    public void Judge_BothMissAThirdAlike_Promotes()
    {
        Assert.Equal(VerdictOutcome.Promote, Outcome(k => k % 6 == 1, k => k % 6 == 4));
    }

    [Fact]
    public void Judge_TheBaselineAloneMissesAThird_IsNotHeldAgainstTheCanary()
    {
        Assert.Equal(VerdictOutcome.Promote, Outcome(k => k % 3 == 1, _ => false));
    }

    [Fact]
    public void Judge_TheCanaryMissesOneWindow_Promotes()
    {
        Assert.Equal(VerdictOutcome.Promote, Outcome(_ => false, k => k == 1));
    }

    private static VerdictOutcome Outcome(Func<int, bool> baselineMisses, Func<int, bool> canaryMisses)
    {
        MetricPolicy metric = Windows.Metric(MetricKind.Series, Margin.Absolute(10));
        CanaryPolicy policy = Windows.Policy(metric) with { Judge = JudgeRule.Sequential, Horizon = Count };
        return Judge.Evaluate(policy, [Windows.Series(metric, Side(1, baselineMisses), Side(2, canaryMisses))]).Outcome;
    }

    private static double[] Side(int seed, Func<int, bool> misses)
    {
        Random random = new(seed);
        double[] values = [.. Enumerable.Range(0, Count).Select(_ => 100 + random.NextDouble())];
        for (int k = 0; k < Count; k++)
        {
            if (misses(k)) values[k] = double.NaN;
        }

        return values;
    }
}
