using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Tests.Comparing;

public sealed class HistogramJudgeTests
{
    [Theory]
    [InlineData(Direction.Increase, 1.0, JudgementOutcome.Pass)]
    [InlineData(Direction.Increase, 1.3, JudgementOutcome.Fail)]
    [InlineData(Direction.Increase, 0.7, JudgementOutcome.Pass)]
    [InlineData(Direction.Decrease, 1.0, JudgementOutcome.Pass)]
    [InlineData(Direction.Decrease, 0.7, JudgementOutcome.Fail)]
    [InlineData(Direction.Decrease, 1.3, JudgementOutcome.Pass)]
    [InlineData(Direction.Either, 1.0, JudgementOutcome.Pass)]
    [InlineData(Direction.Either, 1.3, JudgementOutcome.Fail)]
    [InlineData(Direction.Either, 0.7, JudgementOutcome.Fail)]
    public void Histogram_ThatMovesAsAWhole_IsJudgedAtEveryQuantile(Direction direction, double factor, JudgementOutcome outcome)
    {
        Judgement judgement = Judge(direction, Latencies.Fine, Latencies.Counts(Latencies.Fine, 5000), Latencies.Counts(Latencies.Fine, 5000, factor));
        Assert.Equal(outcome, judgement.Outcome);
        Assert.Equal(["p50", "p99"], judgement.Comparisons.Select(c => c.Name));
        Assert.Equal(Latencies.Median, judgement.Comparisons[0].Baseline, 0.5);
        Assert.Equal(Latencies.Quantile(0.99) * factor, judgement.Comparisons[1].Canary, 5.0);
        Assert.All(judgement.Comparisons, c => Assert.Equal(50_000, c.CanaryExposure!.Value, 1e-3));
    }

    [Fact]
    public void Histogram_WithASlowTailOnly_FailsAtTheTailAndSaysWhichShareMoved()
    {
        Judgement judgement = Judge(Direction.Increase, Latencies.Fine, Latencies.Counts(Latencies.Fine, 5000), Latencies.Counts(Latencies.Fine, 5000, factor: 4, share: 0.03));
        Assert.Equal(JudgementOutcome.Fail, judgement.Outcome);
        Assert.StartsWith("latency p99 rose from ", judgement.Reason, StringComparison.Ordinal);
        Assert.Contains("beyond the", judgement.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("p50", judgement.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Histogram_WithBoundsTooFarApart_IsInconclusiveAndAsksForABound()
    {
        double[] coarse = [1, 1000];
        Judgement judgement = Judge(Direction.Increase, coarse, Latencies.Counts(coarse, 5000), Latencies.Counts(coarse, 5000));
        Assert.Equal(JudgementOutcome.Inconclusive, judgement.Outcome);
        Assert.Contains("no bucket bound lies close enough to", judgement.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Histogram_WhoseQuantileLiesAboveTheLastBound_IsInconclusiveAndAsksForHigherBounds()
    {
        double[] low = [5, 10, 20, 40];
        Judgement judgement = Judge(Direction.Increase, low, Latencies.Counts(low, 5000), Latencies.Counts(low, 5000));
        Assert.Equal(JudgementOutcome.Inconclusive, judgement.Outcome);
        Assert.Contains("above the highest bucket bound 40 ms", judgement.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Histogram_WithFewObservations_IsInconclusive()
    {
        Assert.Equal(JudgementOutcome.Inconclusive, Judge(Direction.Increase, Latencies.Fine, Latencies.Counts(Latencies.Fine, 10), Latencies.Counts(Latencies.Fine, 10)).Outcome);
    }

    [Fact]
    public void Histogram_WithHistory_TakesItAsTheReference()
    {
        // The history is half as slow as the baseline: the bound that is watched lies lower than without it.
        MetricPolicy metric = Metric(Direction.Increase);
        double[][] now = [.. Enumerable.Repeat(Latencies.Counts(Latencies.Fine, 5000), 10)], before = [.. Enumerable.Repeat(Latencies.Counts(Latencies.Fine, 5000, factor: 0.5), 10)];
        Judgement with = FixedJudge.Judge(Windows.Histogram(metric, Latencies.Fine, now, now, before), Windows.Policy(metric));
        Judgement without = FixedJudge.Judge(Windows.Histogram(metric, Latencies.Fine, now, now), Windows.Policy(metric));
        Assert.NotEqual(without.Comparisons[0].Method, with.Comparisons[0].Method);
        Assert.Equal(without.Comparisons[0].Baseline, with.Comparisons[0].Baseline);
    }

    private static MetricPolicy Metric(Direction direction) => Windows.Metric(MetricKind.Histogram, Margin.Relative(0.1), "latency", direction) with { Unit = "ms" };

    private static Judgement Judge(Direction direction, double[] bounds, double[] baseline, double[] canary)
    {
        MetricPolicy metric = Metric(direction);
        return FixedJudge.Judge(Windows.Histogram(metric, bounds, [.. Enumerable.Repeat(baseline, 10)], [.. Enumerable.Repeat(canary, 10)]), Windows.Policy(metric));
    }
}
