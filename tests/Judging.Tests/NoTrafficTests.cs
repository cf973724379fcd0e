using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Tests;

/// <summary>A canary that answers 0/0 is there and serves nobody: no judge takes that for data that is missing.</summary>
public sealed class NoTrafficTests
{
    private const int Count = 20;

    private static readonly MetricPolicy Errors = Windows.Metric(MetricKind.Ratio, Margin.Absolute(0.005), "errors") with { Missing = MissingRule.Fail };

    [Theory]
    [InlineData(JudgeRule.Sequential)]
    [InlineData(JudgeRule.Fixed)]
    [InlineData(JudgeRule.Threshold)]
    public void ZeroOverZeroFromTheStart_HoldsAndSaysThatThereIsNoTraffic(JudgeRule rule)
    {
        Verdict verdict = Judge.Evaluate(Policy(rule), [Idle(from: 0)]);

        Assert.Equal((VerdictOutcome.Pause, JudgementOutcome.NoData), (verdict.Outcome, verdict.Judgements[0].Outcome));
        Assert.Contains("no traffic on the canary since warm-up", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void TrafficThatEnds_HoldsTheSequentialJudgeWithItsReason()
    {
        Verdict verdict = Judge.Evaluate(Policy(JudgeRule.Sequential), [Idle(from: 3)]);

        Assert.Equal((VerdictOutcome.Pause, JudgementOutcome.NoData), (verdict.Outcome, verdict.Judgements[0].Outcome));
        Assert.Contains("17 of 20 windows have no data", verdict.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(JudgeRule.Sequential)]
    [InlineData(JudgeRule.Threshold)]
    public void CanaryThatStopsToAnswer_IsRolledBackWithAReason(JudgeRule rule)
    {
        MetricWindows gone = Idle(from: 3) with { Faults = [] };

        Verdict verdict = Judge.Evaluate(Policy(rule), [gone]);

        Assert.Equal((VerdictOutcome.Rollback, 6), (verdict.Outcome, verdict.WindowsElapsed));
        Assert.Contains("The policy takes missing data as a failure.", verdict.Reason, StringComparison.Ordinal);
    }

    private static CanaryPolicy Policy(JudgeRule rule) => Windows.Policy(Errors) with { Judge = rule };

    // As the aligner leaves them: the window is missing, and a fault says that it was 0/0.
    private static MetricWindows Idle(int from)
    {
        double[] cut = [.. Enumerable.Range(0, Count).Select(k => k < from ? 1.0 : double.NaN)];
        return Windows.Ratio(Errors, Windows.Fill(10, Count), Windows.Fill(1000, Count), [.. cut.Select(v => v * 10)], [.. cut.Select(v => v * 1000)]) with
        {
            Faults = [.. Enumerable.Range(from, Count - from).Select(k => new DataFault(FaultKind.ZeroOverZero, Side.Canary, k, $"No events at all in window {k}: the ratio says nothing; left out."))],
        };
    }
}
