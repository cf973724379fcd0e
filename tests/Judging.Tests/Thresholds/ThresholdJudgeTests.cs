using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;
using CsCheck;

namespace CanaryJudge.Judging.Tests.Thresholds;

public sealed class ThresholdJudgeTests
{
    private static readonly MetricPolicy Errors = Windows.Metric(MetricKind.Ratio, Margin.Absolute(0.005), "errors", critical: false);
    private static readonly MetricPolicy Cpu = Windows.Metric(MetricKind.Series, Margin.Relative(0.1), "cpu", critical: false);

    [Fact]
    public void CanaryBeyondTheMargin_RollsBackAtTheFifthFailedCheckAndSaysItsNumbers()
    {
        Verdict verdict = Judged(Policy(Errors), Windows.Ratio(Errors, 10, 34, 1000, 20));

        Assert.Equal((VerdictOutcome.Rollback, 5), (verdict.Outcome, verdict.WindowsElapsed));
        Assert.Equal("errors failed 5 checks, 5 roll back, and passed 0; the last in window 4: errors rose from 1 % to 3.4 % (+2.4 points), beyond the margin of 0.5 points.", verdict.Reason);
        Assert.Equal(new CheckTally(0, 10, 5, 5, 0), verdict.Judgements[0].Checks);
        Comparison all = Assert.Single(verdict.Judgements[0].Comparisons);
        Assert.Equal((0.01, 0.034, 5000.0, 5, double.NaN), (all.Baseline, all.Canary, all.CanaryExposure!.Value, all.Windows, all.Low));
    }

    [Fact]
    public void CanaryWithinTheMargin_IsPromotedAtTheTenthPassedCheckOfEveryMetric()
    {
        Verdict verdict = Judged(Policy(Errors, Cpu), Windows.Ratio(Errors, 10, 12, 1000, 20), Windows.Series(Cpu, Windows.Fill(2, 20), [double.NaN, .. Windows.Fill(2.1, 19)]));

        Assert.Equal((VerdictOutcome.Promote, 11), (verdict.Outcome, verdict.WindowsElapsed));
        Assert.Equal("All 2 metrics are within their margins: errors, cpu.", verdict.Reason);
        Assert.Equal("errors rose from 1 % to 1.2 % (+0.20 points) in all; 11 checks passed and 0 failed, 5 roll back.", verdict.Judgements[0].Reason);
        Assert.All(verdict.Judgements, j => Assert.Equal(JudgementOutcome.Pass, j.Outcome));
    }

    [Fact]
    public void WarmUpWindows_AreInNoCheck()
    {
        MetricWindows windows = Windows.Ratio(Errors, Windows.Fill(10, 12), Windows.Fill(1000, 12), [500, 500, .. Windows.Fill(10, 10)], Windows.Fill(1000, 12));

        Verdict verdict = Judged(Policy(Errors) with { WarmUp = 2 }, windows);

        Assert.Equal((VerdictOutcome.Promote, 12), (verdict.Outcome, verdict.WindowsElapsed));
        Assert.Equal(new CheckTally(10, 10, 0, 5, 0), verdict.Judgements[0].Checks);
    }

    [Fact]
    public void FewEvents_AreAddedUpAsCountsUntilTheyMakeACheck()
    {
        // Shares of 0, 0, 0 and 1/1 would have a mean of 25 %; the counts say one of 100.
        MetricWindows windows = Windows.Ratio(Errors, [1, 0, 0, 0], [97, 1, 1, 1], [0, 0, 0, 1], [97, 1, 1, 1]);

        Verdict verdict = Judged(Policy(Errors) with { Threshold = new() { Passes = 1 } }, windows);

        Assert.Equal((VerdictOutcome.Promote, 4), (verdict.Outcome, verdict.WindowsElapsed));
        Assert.Equal("errors stayed at 1 % (0 points) in all; 1 check passed and 0 failed, 5 roll back.", verdict.Judgements[0].Reason);
        Verdict before = Judged(Policy(Errors), [windows.Until(3)]);
        Assert.Equal(VerdictOutcome.Pause, before.Outcome);
        Assert.EndsWith("errors: 0 of 10 checks passed, 0 failed, 5 roll back; the next needs 100 events on each side and has 99.", before.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void ACheck_TakesNoWindowTwice()
    {
        // One bad window in twelve: with 50 requests a window it is in one check of two windows.
        double[] bad = [0, 0, 0, 40, .. Windows.Fill(0, 8)];
        Verdict verdict = Judged(Policy(Errors), Windows.Ratio(Errors, Windows.Fill(0, 12), Windows.Fill(50, 12), bad, Windows.Fill(50, 12)));

        Assert.Equal(new CheckTally(5, 10, 1, 5, 0), verdict.Judgements[0].Checks);
    }

    [Theory]
    [InlineData(0.015, 0.01, VerdictOutcome.Promote)] // on the margin
    [InlineData(0.0150001, 0.01, VerdictOutcome.Rollback)]
    [InlineData(0.0049999, 0.01, VerdictOutcome.Promote)] // better by more than the margin
    public void ADifference_OnTheMarginPassesAndBeyondItFails(double canary, double baseline, VerdictOutcome expected)
    {
        MetricPolicy metric = Windows.Metric(MetricKind.Series, Margin.Absolute(0.005));

        Assert.Equal(expected, Judged(Policy(metric), Windows.Series(metric, Windows.Fill(baseline, 10), Windows.Fill(canary, 10))).Outcome);
    }

    [Theory]
    [InlineData(Direction.Increase, 0.02, 20, 21, VerdictOutcome.Rollback)] // both sides above: the limit does not ask the baseline
    [InlineData(Direction.Increase, 0.02, 20, 20, VerdictOutcome.Promote)]
    [InlineData(Direction.Decrease, 0.02, 20, 19, VerdictOutcome.Rollback)]
    [InlineData(Direction.Decrease, 0.02, 20, 20, VerdictOutcome.Promote)]
    public void ALimit_HoldsForTheCanaryAlone(Direction direction, double limit, double baseline, double canary, VerdictOutcome expected)
    {
        MetricPolicy metric = Errors with { Direction = direction, Limit = limit };

        Verdict verdict = Judged(Policy(metric), Windows.Ratio(metric, baseline, canary, 1000));

        Assert.Equal(expected, verdict.Outcome);
        if (expected == VerdictOutcome.Rollback) Assert.Contains($"{(direction == Direction.Increase ? "above" : "below")} the limit of 2 %.", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Counts_AreHeldAgainstTheMarginByTheirRates()
    {
        MetricPolicy restarts = Windows.Metric(MetricKind.Count, Margin.Absolute(0.001), "restarts");
        MetricWindows windows = Windows.Count(restarts, Windows.Fill(0, 10), Windows.Fill(600, 10), Windows.Fill(1, 10), Windows.Fill(60, 10));

        Verdict verdict = Judged(Policy(restarts), windows);

        Assert.Equal((VerdictOutcome.Rollback, 5), (verdict.Outcome, verdict.WindowsElapsed));
        Assert.Contains("restarts rose from 0 to 0.0167 (+0.017), beyond the margin of 0.001", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void AQuantileBeyondItsMargin_FailsTheMetricAndIsNamed()
    {
        MetricPolicy latency = Windows.Metric(MetricKind.Histogram, Margin.Relative(0.1), "latency");
        double[][] before = [.. Enumerable.Repeat((double[])[900, 90, 10, 0], 10)], after = [.. Enumerable.Repeat((double[])[900, 50, 50, 0], 10)];

        Verdict verdict = Judged(Policy(latency), Windows.Histogram(latency, [1, 2, 4], before, after));

        Assert.Equal((VerdictOutcome.Rollback, 5), (verdict.Outcome, verdict.WindowsElapsed));
        Assert.Contains("the last in window 4: latency p99 rose from 2 to 3.6 (+1.6), beyond the margin of 0.2.", verdict.Reason, StringComparison.Ordinal);
        Assert.Equal(["p50", "p99"], verdict.Judgements[0].Comparisons.Select(c => c.Name));
    }

    [Fact]
    public void AQuantileAboveAllBounds_IsNeverAPass()
    {
        MetricPolicy latency = Windows.Metric(MetricKind.Histogram, Margin.Relative(0.1), "latency") with { Quantiles = [0.99] };
        double[][] hidden = [.. Enumerable.Repeat((double[])[900, 50, 0, 50], 20)];

        Verdict verdict = Judged(Policy(latency), Windows.Histogram(latency, [1, 2, 4], hidden, hidden));

        Assert.Equal((VerdictOutcome.Pause, new CheckTally(0, 10, 0, 5, 20)), (verdict.Outcome, verdict.Judgements[0].Checks));
        Assert.Contains("20 could say neither", verdict.Reason, StringComparison.Ordinal);
        Assert.Contains("above the highest bucket bound 4, where no limit shows; add higher bounds", verdict.Reason, StringComparison.Ordinal);
        // At least 4 against 2 is beyond 10 %, wherever above 4 it lies.
        double[][] seen = [.. Enumerable.Repeat((double[])[900, 90, 10, 0], 20)];
        Assert.Equal(VerdictOutcome.Rollback, Judged(Policy(latency), Windows.Histogram(latency, [1, 2, 4], seen, hidden)).Outcome);
        // Better than something above all bounds is safe.
        Assert.Equal(VerdictOutcome.Promote, Judged(Policy(latency), Windows.Histogram(latency, [1, 2, 4], hidden, seen)).Outcome);
    }

    [Fact]
    public void ARelativeMarginOfABaselineOfZero_FailsOnAnythingWorseAndSaysWhy()
    {
        MetricPolicy metric = Errors with { Margin = Margin.Relative(0.1) };

        Assert.Contains("which is a share of 0: give it a floor", Judged(Policy(metric), Windows.Ratio(metric, 0, 1, 1000)).Reason, StringComparison.Ordinal);
        Assert.Equal(VerdictOutcome.Promote, Judged(Policy(metric), Windows.Ratio(metric, 0, 0, 1000)).Outcome);
    }

    [Fact]
    public void APromotion_NeedsTheLatestCheckPassedAndMorePassesThanFailures()
    {
        double[] bad = [10, 10, 60, 10, 60, 60, 10, 10];
        ThresholdRules rules = new() { Passes = 2, Failures = 4 };
        MetricWindows errors = Windows.Ratio(Errors, Windows.Fill(10, 8), Windows.Fill(1000, 8), bad, Windows.Fill(1000, 8));
        // Cpu begins a window later, so that its second pass comes with the first failure of errors.
        MetricWindows cpu = Windows.Series(Cpu, Windows.Fill(2, 8), [double.NaN, .. Windows.Fill(2, 7)]);

        Verdict[] verdicts = [.. Enumerable.Range(1, 8).Select(k => Judged(Policy(Errors, Cpu) with { Threshold = rules }, errors.Until(k), cpu.Until(k)))];

        Assert.Equal([0, 0, 0, 1, 1, 1, 1, 1], verdicts.Select(v => v.Outcome == VerdictOutcome.Promote ? 1 : 0));
        Assert.Equal(VerdictOutcome.Pause, Judged(Policy(Errors) with { Threshold = rules }, Windows.Ratio(Errors, Windows.Fill(10, 5), Windows.Fill(1000, 5), [60, 60, 10, 60, 10], Windows.Fill(1000, 5))).Outcome);
    }

    [Fact]
    public void WithoutANumberOfPasses_PromotesAtTheHorizonOnly()
    {
        CanaryPolicy policy = Policy(Errors) with { Horizon = 12, Threshold = new() { Passes = 0 } };
        MetricWindows windows = Windows.Ratio(Errors, 10, 10, 1000, 15);

        Assert.Equal(VerdictOutcome.Pause, Judged(policy, windows.Until(11)).Outcome);
        Verdict verdict = Judged(policy, windows);
        Assert.Equal((VerdictOutcome.Promote, 12), (verdict.Outcome, verdict.WindowsElapsed));
        // Four checks could not have failed five times: they pass nothing.
        Verdict scarce = Judged(policy with { Threshold = new() { Passes = 0, MinEvents = 3000 } }, windows);
        Assert.Equal((VerdictOutcome.Pause, 12), (scarce.Outcome, scarce.WindowsElapsed));
        Assert.StartsWith("The horizon of 12 windows is reached without a verdict. Hold: errors undecided. errors: 4 of 5 checks passed", scarce.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MissingRule.Hold, VerdictOutcome.Pause)]
    [InlineData(MissingRule.Fail, VerdictOutcome.Rollback)]
    public void ACanaryThatFallsSilent_HoldsOrFailsAsThePolicySays(MissingRule missing, VerdictOutcome expected)
    {
        MetricPolicy metric = Errors with { Missing = missing };
        double[] silent = [.. Windows.Fill(10, 5), .. Windows.Fill(double.NaN, 15)];

        Verdict verdict = Judged(Policy(metric), Windows.Ratio(metric, Windows.Fill(10, 20), Windows.Fill(1000, 20), silent, [.. Windows.Fill(1000, 5), .. Windows.Fill(double.NaN, 15)]));

        Assert.Equal(expected, verdict.Outcome);
        if (missing == MissingRule.Fail) Assert.Equal(8, verdict.WindowsElapsed);
        Assert.Contains("the canary has had no data for the last", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void ACanaryWithoutTraffic_IsNoData()
    {
        MetricPolicy metric = Errors with { Missing = MissingRule.Fail };

        Verdict verdict = Judged(Policy(metric), Windows.Ratio(metric, Windows.Fill(10, 20), Windows.Fill(1000, 20), Windows.Fill(0, 20), Windows.Fill(0, 20)));

        Assert.Equal((VerdictOutcome.Pause, JudgementOutcome.NoData), (verdict.Outcome, verdict.Judgements[0].Outcome));
        Assert.Contains("no traffic on the canary since warm-up", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void MoreThanAFifthMissing_IsNeverAPromotion()
    {
        double[] gappy = [.. Enumerable.Range(0, 40).Select(k => k % 3 == 0 ? double.NaN : 10)];

        Verdict verdict = Judged(Policy(Errors), Windows.Ratio(Errors, Windows.Fill(10, 40), Windows.Fill(1000, 40), gappy, [.. gappy.Select(v => v * 100)]));

        Assert.Equal((VerdictOutcome.Pause, JudgementOutcome.NoData), (verdict.Outcome, verdict.Judgements[0].Outcome));
    }

    [Fact]
    public void AMetricThatCouldNotBeMeasured_IsNeverAPromotionAndHidesNoFailure()
    {
        MetricWindows unknown = Windows.Series(Cpu, Windows.Fill(2, 20), Windows.Fill(2, 20)) with { Problems = [new SourceProblem(ProblemKind.Timeout, "no answer", "q")] };

        Assert.True(Judged(Policy(Errors, Cpu), Windows.Ratio(Errors, 10, 10, 1000, 20), unknown).CouldNotJudge);
        Assert.Equal(VerdictOutcome.Rollback, Judged(Policy(Errors, Cpu), Windows.Ratio(Errors, 10, 50, 1000, 20), unknown).Outcome);
        MetricWindows several = unknown with { Problems = [], Faults = [new DataFault(FaultKind.SeveralSeries, Side.Canary, null, "2 series.")] };
        Assert.Equal(VerdictOutcome.Pause, Judged(Policy(Errors, Cpu), Windows.Ratio(Errors, 10, 10, 1000, 20), several).Outcome);
    }

    [Fact]
    public void ValuesNearTheLargestDouble_AreDecidedAndThoseBeyondItAreNot()
    {
        MetricPolicy rate = Windows.Metric(MetricKind.Count, Margin.Absolute(1), "rate");
        MetricWindows endless = Windows.Count(rate, Windows.Fill(1e300, 10), Windows.Fill(1e-300, 10), Windows.Fill(1e300, 10), Windows.Fill(1e-300, 10));

        Assert.Equal(VerdictOutcome.Pause, Judged(Policy(rate), endless).Outcome);
        Assert.Equal(VerdictOutcome.Promote, Judged(Policy(Cpu), Windows.Series(Cpu, Windows.Fill(double.MaxValue, 10), Windows.Fill(double.MaxValue, 10))).Outcome);
    }

    [Fact]
    public void TheFutureBlanked_ChangesNoVerdict() => Rollouts.Sample(windows =>
    {
        Verdict whole = Judged(Policy(Errors), windows);
        for (int k = 1; k <= windows.Baseline.Count; k++)
        {
            Verdict early = Judged(Policy(Errors), windows.Until(k));
            if (k >= whole.WindowsElapsed) Assert.Equal((whole.Outcome, whole.WindowsElapsed, whole.Reason), (early.Outcome, early.WindowsElapsed, early.Reason));
            else Assert.Equal(VerdictOutcome.Pause, early.Outcome);
        }
    });

    [Fact]
    public void AWorseCanary_NeverTurnsARollbackIntoAnythingElseNorMakesAPromotion() => Gen.Select(Rollouts, Gen.Int[0, 80]).Sample((windows, worse) =>
    {
        var canary = (RatioWindows)windows.Canary;
        MetricWindows worsened = windows with { Canary = new RatioWindows([.. canary.Bad.Zip(canary.Total, (bad, total) => Math.Min(bad + worse, total))], canary.Total) };
        VerdictOutcome before = Judged(Policy(Errors), windows).Outcome, after = Judged(Policy(Errors), worsened).Outcome;

        Assert.False(before == VerdictOutcome.Rollback && after != VerdictOutcome.Rollback);
        Assert.False(after == VerdictOutcome.Promote && before != VerdictOutcome.Promote);
    });

    private static Gen<MetricWindows> Rollouts =>
        from bad in Gen.OneOf(Gen.Int[0, 40].Select(b => (double)b), Gen.Const(double.NaN)).Array[24]
        from total in Gen.Int[40, 400].Select(t => (double)t).Array[24]
        select Windows.Ratio(Errors, Windows.Fill(5, 24), Windows.Fill(500, 24), bad, total);

    private static CanaryPolicy Policy(params MetricPolicy[] metrics) => Windows.Policy(metrics) with { Judge = JudgeRule.Threshold };

    private static Verdict Judged(CanaryPolicy policy, params MetricWindows[] metrics) => Judge.Evaluate(policy, metrics);
}
