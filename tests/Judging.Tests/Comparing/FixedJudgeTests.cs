using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Tests.Comparing;

public sealed class FixedJudgeTests
{
    private static readonly double[] Steady = [1.02, 0.98, 1.00, 1.03, 0.97, 1.01, 0.99, 1.04, 0.96, 1.00];

    [Theory]
    [InlineData(Direction.Increase, 1.3, JudgementOutcome.Fail)]
    [InlineData(Direction.Increase, 1.0, JudgementOutcome.Pass)]
    [InlineData(Direction.Increase, 0.5, JudgementOutcome.Pass)]
    [InlineData(Direction.Increase, 1.1, JudgementOutcome.Inconclusive)]
    [InlineData(Direction.Decrease, 0.7, JudgementOutcome.Fail)]
    [InlineData(Direction.Decrease, 1.5, JudgementOutcome.Pass)]
    [InlineData(Direction.Either, 1.3, JudgementOutcome.Fail)]
    [InlineData(Direction.Either, 0.7, JudgementOutcome.Fail)]
    [InlineData(Direction.Either, 1.0, JudgementOutcome.Pass)]
    public void Series_IsJudgedByItsShiftAgainstTheMargin(Direction direction, double factor, JudgementOutcome outcome)
    {
        MetricPolicy metric = Windows.Metric(MetricKind.Series, Margin.Relative(0.1), direction: direction);
        Judgement judgement = Judge(Windows.Series(metric, Steady, [.. Steady.Select(v => v * factor)]));
        Assert.Equal(outcome, judgement.Outcome);
        Comparison numbers = Assert.Single(judgement.Comparisons);
        Assert.Equal((1.0, 0.1, 10), (numbers.Baseline, numbers.Margin, numbers.Windows), Near);
        Assert.InRange(numbers.Difference, numbers.Low, numbers.High);
        Assert.Equal(numbers.U / 100, numbers.A12);
    }

    [Fact]
    public void Series_ReadsLikeASentence()
    {
        MetricPolicy metric = Windows.Metric(MetricKind.Series, Margin.Absolute(0.05), "p99") with { Unit = "s" };
        Judgement judgement = Judge(Windows.Series(metric, Steady, [.. Steady.Select(v => v + 0.5)]));
        Assert.Equal("p99 rose from 1 s to 1.5 s (+500 ms; 98.1 % interval +470 to +530 ms), beyond the margin of 50 ms.", judgement.Reason);
    }

    [Fact]
    public void Series_RelativeMarginOfAZeroBaseline_IsInconclusiveAndAsksForAFloor()
    {
        MetricPolicy metric = Windows.Metric(MetricKind.Series, Margin.Relative(0.1));
        Judgement judgement = Judge(Windows.Series(metric, Windows.Fill(0, 10), Windows.Fill(5, 10)));
        Assert.Equal(JudgementOutcome.Inconclusive, judgement.Outcome);
        Assert.Contains("give the margin a floor", judgement.Reason, StringComparison.Ordinal);
        MetricPolicy floored = Windows.Metric(MetricKind.Series, Margin.Relative(0.1, floor: 1));
        Assert.Equal(JudgementOutcome.Fail, Judge(Windows.Series(floored, Windows.Fill(0, 10), Windows.Fill(5, 10))).Outcome);
    }

    [Fact]
    public void Series_ThatCannotReachTheConfidence_IsInconclusive()
    {
        // Five windows a side reach 99.2 % at most.
        MetricPolicy metric = Windows.Metric(MetricKind.Series, Margin.Absolute(0.1));
        MetricWindows windows = Windows.Series(metric, [1, 2, 3, 4, 5], [101, 102, 103, 104, 105]);
        Assert.Equal(JudgementOutcome.Fail, FixedJudge.Judge(windows, Windows.Policy(metric)).Outcome);
        Assert.Equal(JudgementOutcome.Inconclusive, FixedJudge.Judge(windows, Windows.Policy(metric) with { Confidence = 0.999 }).Outcome);
    }

    [Theory]
    [InlineData(Direction.Increase, 10, 30, JudgementOutcome.Fail)]
    [InlineData(Direction.Increase, 10, 10, JudgementOutcome.Pass)]
    [InlineData(Direction.Increase, 10, 0, JudgementOutcome.Pass)]
    [InlineData(Direction.Increase, 10, 15, JudgementOutcome.Inconclusive)]
    [InlineData(Direction.Increase, 0, 0, JudgementOutcome.Pass)]
    [InlineData(Direction.Decrease, 990, 960, JudgementOutcome.Fail)]
    [InlineData(Direction.Decrease, 960, 990, JudgementOutcome.Pass)]
    [InlineData(Direction.Either, 30, 10, JudgementOutcome.Fail)]
    public void Ratio_IsJudgedByPooledCounts(Direction direction, double baselineBad, double canaryBad, JudgementOutcome outcome)
    {
        MetricPolicy metric = Windows.Metric(MetricKind.Ratio, Margin.Absolute(0.005), direction: direction);
        Judgement judgement = Judge(Windows.Ratio(metric, baselineBad, canaryBad, 1000));
        Assert.Equal(outcome, judgement.Outcome);
        Comparison numbers = Assert.Single(judgement.Comparisons);
        Assert.Equal((baselineBad / 1000, 10_000.0, 10_000.0), (numbers.Baseline, numbers.BaselineExposure!.Value, numbers.CanaryExposure!.Value), Near);
    }

    [Fact]
    public void Ratio_ZeroErrorsAtLowTraffic_IsNoProof()
    {
        // 0 of 50 on both sides: the share may still be several points.
        Assert.Equal(JudgementOutcome.Inconclusive, Judge(Windows.Ratio(Windows.Metric(MetricKind.Ratio, Margin.Absolute(0.005)), 0, 0, 5)).Outcome);
    }

    [Fact]
    public void Ratio_WithoutAnySeriesOfBadEvents_SaysSo()
    {
        MetricWindows windows = Windows.Ratio(Windows.Metric(MetricKind.Ratio, Margin.Absolute(0.005)), 0, 0, 1000);
        Judgement judgement = Judge(windows with { Faults = [new DataFault(FaultKind.NoSeries, Side.Baseline, null, "bad"), new DataFault(FaultKind.NoSeries, Side.Canary, null, "bad")] });
        Assert.EndsWith("No series of bad events exists on either side; they were read as 0.", judgement.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Ratio_LessThanOneEvent_IsNoData()
    {
        MetricPolicy metric = Windows.Metric(MetricKind.Ratio, Margin.Absolute(0.005));
        Assert.Equal(JudgementOutcome.NoData, Judge(Windows.Ratio(metric, 0, 0, 0.01)).Outcome);
    }

    [Theory]
    [InlineData(1, 20, JudgementOutcome.Fail)]
    [InlineData(1, 2, JudgementOutcome.Pass)]
    [InlineData(1, 7, JudgementOutcome.Inconclusive)]
    [InlineData(0, 0, JudgementOutcome.Pass)]
    public void Count_IsJudgedByTheDifferenceOfRates(double baselineEvents, double canaryEvents, JudgementOutcome outcome)
    {
        // Events in 600 pod-seconds a window; one more in 100 is the margin.
        MetricPolicy metric = Windows.Metric(MetricKind.Count, Margin.Absolute(0.01));
        Judgement judgement = Judge(Windows.Count(metric, Windows.Fill(baselineEvents, 10), Windows.Fill(600, 10), Windows.Fill(canaryEvents, 10), Windows.Fill(600, 10)));
        Assert.Equal(outcome, judgement.Outcome);
        Assert.Equal(canaryEvents / 600, judgement.Comparisons[0].Canary, 1e-12);
    }

    [Fact]
    public void Count_WithoutExposureOnOneSide_IsNoData()
    {
        MetricPolicy metric = Windows.Metric(MetricKind.Count, Margin.Absolute(0.01));
        Assert.Equal(JudgementOutcome.NoData, Judge(Windows.Count(metric, Windows.Fill(0, 10), Windows.Fill(0, 10), Windows.Fill(1, 10), Windows.Fill(60, 10))).Outcome);
    }

    private static Judgement Judge(MetricWindows windows) => FixedJudge.Judge(windows, Windows.Policy(windows.Metric));

    private static bool Near((double, double, double) a, (double, double, double) b) =>
        Math.Abs(a.Item1 - b.Item1) < 1e-9 && Math.Abs(a.Item2 - b.Item2) < 1e-9 && Math.Abs(a.Item3 - b.Item3) < 1e-9;

    private static bool Near((double, double, int) a, (double, double, int) b) => Math.Abs(a.Item1 - b.Item1) < 1e-9 && Math.Abs(a.Item2 - b.Item2) < 1e-9 && a.Item3 == b.Item3;
}
