using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Tests.Comparing;

public sealed class DataCheckTests
{
    private const double Gone = double.NaN;
    private static readonly MetricPolicy Cpu = Windows.Metric(MetricKind.Series, Margin.Absolute(0.5), "cpu");
    private static readonly MetricPolicy Errors = Windows.Metric(MetricKind.Ratio, Margin.Absolute(0.05), "errors");

    [Fact]
    public void Problem_IsAnErrorInTheSourcesWords()
    {
        MetricWindows windows = Steady(10) with { Problems = [new SourceProblem(ProblemKind.Timeout, "no answer within 10 s.", "up"), new SourceProblem(ProblemKind.Timeout, "x", "up")] };
        AssertJudged(windows, JudgementOutcome.Error, "cpu could not be measured: no answer within 10 s. (1 more problem.)");
    }

    [Fact]
    public void Problem_WithMissingFail_IsStillAnError()
    {
        MetricWindows windows = Steady(10) with { Metric = Cpu with { Missing = MissingRule.Fail }, Problems = [new SourceProblem(ProblemKind.Timeout, "x", "up")] };
        Assert.Equal(JudgementOutcome.Error, FixedJudge.Judge(windows, Windows.Policy(Cpu)).Outcome);
    }

    [Fact]
    public void SeveralSeries_IsNoDataWithTheRemedy()
    {
        MetricWindows windows = Windows.Series(Cpu, Windows.Fill(1, 10), Windows.Fill(Gone, 10)) with
        {
            Faults = [new DataFault(FaultKind.SeveralSeries, Side.Canary, null, "values: the expression gave 2 series; wrap it in sum().")],
        };
        AssertJudged(windows, JudgementOutcome.NoData, "cpu has no data for the canary: values: the expression gave 2 series; wrap it in sum().");
    }

    [Theory]
    [InlineData(5, JudgementOutcome.Pass)]
    [InlineData(4, JudgementOutcome.Inconclusive)]
    [InlineData(1, JudgementOutcome.Inconclusive)]
    public void Windows_FewerThanFive_AreNotJudged(int count, JudgementOutcome outcome) =>
        Assert.Equal(outcome, FixedJudge.Judge(Steady(count), Windows.Policy(Cpu)).Outcome);

    [Fact]
    public void Windows_FewerThanFive_SayHowManyAreMissing() => AssertJudged(Steady(2), JudgementOutcome.Inconclusive, "cpu needs 3 more windows: 2 of 5 so far.");

    [Fact]
    public void WarmUp_IsNeverJudged()
    {
        // Terrible in the warm-up, fine after it.
        CanaryPolicy policy = Windows.Policy(Cpu) with { WarmUp = 3 };
        MetricWindows windows = Windows.Series(Cpu, Windows.Fill(1, 10), [90, 90, 90, .. Windows.Fill(1, 7)]);
        Judgement judgement = FixedJudge.Judge(windows, policy);
        Assert.Equal(JudgementOutcome.Pass, judgement.Outcome);
        Assert.Equal(7, judgement.Comparisons[0].Windows);
    }

    [Fact]
    public void WarmUp_NotOver_SaysSo()
    {
        Judgement judgement = FixedJudge.Judge(Steady(2), Windows.Policy(Cpu) with { WarmUp = 3 });
        Assert.Equal((JudgementOutcome.Inconclusive, "cpu: 2 of 3 warm-up windows so far; judging begins after the warm-up."), (judgement.Outcome, judgement.Reason));
    }

    [Theory]
    [InlineData(20, 4, JudgementOutcome.Pass)] // a fifth may be missing
    [InlineData(20, 5, JudgementOutcome.NoData)]
    [InlineData(8, 2, JudgementOutcome.Pass)] // two windows are too few to call it missing
    [InlineData(8, 3, JudgementOutcome.NoData)]
    public void Windows_DroppedBeyondAFifth_AreNoData(int count, int dropped, JudgementOutcome outcome)
    {
        // Every other window from the start, so that the end is whole.
        double[] canary = [.. Enumerable.Range(0, count).Select(k => k % 2 == 0 && k < 2 * dropped ? Gone : 1.0)];
        Assert.Equal(outcome, FixedJudge.Judge(Windows.Series(Cpu, Windows.Fill(1, count), canary), Windows.Policy(Cpu)).Outcome);
        Assert.Equal(outcome, FixedJudge.Judge(Windows.Series(Cpu, canary, Windows.Fill(1, count)), Windows.Policy(Cpu)).Outcome);
    }

    [Theory]
    [InlineData(2, false, JudgementOutcome.Pass)]
    [InlineData(3, false, JudgementOutcome.NoData)]
    [InlineData(3, true, JudgementOutcome.Pass)] // the baseline has none either: an outage of the source, not of the canary
    public void CanaryWithoutDataAtTheEnd_IsNoDataWhileTheBaselineHasSome(int silent, bool baselineToo, JudgementOutcome outcome)
    {
        double[] cut = [.. Windows.Fill(1, 40 - silent), .. Windows.Fill(Gone, silent)];
        Judgement judgement = FixedJudge.Judge(Windows.Series(Cpu, baselineToo ? cut : Windows.Fill(1, 40), cut), Windows.Policy(Cpu));
        Assert.Equal(outcome, judgement.Outcome);
        if (outcome == JudgementOutcome.NoData) Assert.StartsWith("cpu: the canary has had no data for the last 3 windows", judgement.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void MissingData_WithMissingFail_FailsAndSaysWhy()
    {
        MetricPolicy strict = Cpu with { Missing = MissingRule.Fail };
        Judgement judgement = FixedJudge.Judge(Windows.Series(strict, Windows.Fill(1, 10), Windows.Fill(Gone, 10)), Windows.Policy(strict));
        Assert.Equal(JudgementOutcome.Fail, judgement.Outcome);
        Assert.EndsWith("The policy takes missing data as a failure.", judgement.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void MissingData_OfOneWindowWithMissingFail_DoesNotFailYet()
    {
        MetricPolicy strict = Cpu with { Missing = MissingRule.Fail };
        Assert.Equal(JudgementOutcome.Inconclusive, FixedJudge.Judge(Windows.Series(strict, [1], [Gone]), Windows.Policy(strict)).Outcome);
    }

    [Fact]
    public void MissingData_NamesTheFaultThatCausedIt()
    {
        MetricWindows windows = Windows.Series(Cpu, Windows.Fill(1, 10), Windows.Fill(Gone, 10)) with
        {
            Faults = [new DataFault(FaultKind.Reset, Side.Baseline, 9, "reset"), new DataFault(FaultKind.NoSeries, Side.Canary, null, "values: no series matched up{v=\"2\"}.")],
        };
        Assert.EndsWith(" Canary, values: no series matched up{v=\"2\"}.", FixedJudge.Judge(windows, Windows.Policy(Cpu)).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MissingRule.Hold)]
    [InlineData(MissingRule.Fail)]
    public void CanaryWithoutTraffic_IsNoDataAndNeverAFailure(MissingRule missing)
    {
        // The canary is scraped and serves nothing: 0 of 0 in every window.
        MetricPolicy errors = Errors with { Missing = missing };
        MetricWindows windows = Windows.Ratio(errors, Windows.Fill(1, 6), Windows.Fill(100, 6), Windows.Fill(Gone, 6), Windows.Fill(Gone, 6)) with
        {
            Faults = [.. Enumerable.Range(0, 6).Select(k => new DataFault(FaultKind.ZeroOverZero, Side.Canary, k, "0/0"))],
        };
        Judgement judgement = FixedJudge.Judge(windows, Windows.Policy(errors));
        Assert.Equal(JudgementOutcome.NoData, judgement.Outcome);
        Assert.Contains("no traffic", judgement.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void HistogramWithoutObservations_IsNoTraffic()
    {
        MetricPolicy latency = Windows.Metric(MetricKind.Histogram, Margin.Relative(0.1), "latency");
        double[][] some = [.. Enumerable.Repeat(new double[] { 5, 5, 5 }, 6)], none = [.. Enumerable.Repeat(new double[3], 6)];
        Judgement judgement = FixedJudge.Judge(Windows.Histogram(latency, [1, 2], some, none), Windows.Policy(latency));
        Assert.Equal(JudgementOutcome.NoData, judgement.Outcome);
        Assert.Contains("no traffic", judgement.Reason, StringComparison.Ordinal);
    }

    private static MetricWindows Steady(int count) => Windows.Series(Cpu, Windows.Fill(1, count), Windows.Fill(1, count));

    private static void AssertJudged(MetricWindows windows, JudgementOutcome outcome, string reason)
    {
        Judgement judgement = FixedJudge.Judge(windows, Windows.Policy(windows.Metric));
        Assert.Equal((outcome, reason), (judgement.Outcome, judgement.Reason));
    }
}
