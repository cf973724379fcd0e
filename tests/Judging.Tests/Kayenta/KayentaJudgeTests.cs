using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Statistics;
using CsCheck;

namespace CanaryJudge.Judging.Tests.Kayenta;

public sealed class KayentaJudgeTests
{
    private const int Horizon = 20;

    private static readonly double[] Level = [.. Enumerable.Range(0, Horizon).Select(k => 10 + 0.01 * (k * 7 % 11))];

    [Fact]
    public void ACanaryLikeItsBaseline_ScoresAHundredAndIsPromoted()
    {
        Verdict verdict = Judged(Scoring(), Metric("cpu", 0), Metric("memory", 0));

        Assert.Equal((VerdictOutcome.Promote, Horizon), (verdict.Outcome, verdict.WindowsElapsed));
        Assert.Equal("The score is 100, at or above the pass of 95: ungrouped 100 (2 of 2, weight 100).", verdict.Reason);
        Assert.Equal(100, verdict.Score!.Value);
    }

    [Fact]
    public void Labels_AreTheClassifiersOwn()
    {
        MetricWindows high = Metric("cpu", 2);

        Verdict verdict = Judged(Scoring(), high);

        KayentaResult label = KayentaClassifier.Classify(((SeriesWindows)high.Canary).Values, Level, KayentaRules.Default with { Direction = KayentaDirection.Increase });
        Assert.Equal(KayentaClass.High, label.Class);
        Comparison numbers = Assert.Single(verdict.Judgements[0].Comparisons);
        Assert.Equal((label.Shift, label.Lower, label.Upper, 0.98), (numbers.Difference, numbers.Low, numbers.High, numbers.Confidence));
        Assert.Equal("The score is 0, below the marginal 75: ungrouped 0 (0 of 1, weight 100). cpu rose from 10 to 12 (+2.0; 98 % interval +2.0 to +2.0): High, the ratio of means is 1.199.", verdict.Reason);
    }

    [Fact]
    public void BeforeTheHorizon_ItIsOnPauseWhateverTheWindowsSay()
    {
        MetricWindows broken = Metric("cpu", 50, critical: true);

        for (int k = 0; k < Horizon; k++)
        {
            Verdict verdict = Judged(Scoring(), broken.Until(k));
            Assert.Equal((VerdictOutcome.Pause, k, false), (verdict.Outcome, verdict.WindowsElapsed, verdict.CouldNotJudge));
            Assert.Equal(JudgementOutcome.Inconclusive, verdict.Judgements[0].Outcome);
            Assert.Equal($"Hold: judge kayenta looks once, at its horizon; {k} of 20 windows so far.", verdict.Reason);
            Assert.Null(verdict.Score);
        }

        Assert.Equal(VerdictOutcome.Rollback, Judged(Scoring(), broken).Outcome);
    }

    [Fact]
    public void WindowsBeyondTheHorizon_ChangeNothing()
    {
        MetricPolicy rules = Rules("cpu");
        MetricWindows longer = Windows.Series(rules, [.. Level, .. Level], [.. Level, .. Windows.Fill(99, Horizon)]);

        Verdict verdict = Judged(Scoring(), longer);

        Assert.Equal((VerdictOutcome.Promote, Horizon), (verdict.Outcome, verdict.WindowsElapsed));
        Assert.Equal(verdict.Reason, Judged(Scoring(), longer.Until(Horizon)).Reason);
    }

    [Theory]
    [InlineData(0, 4, VerdictOutcome.Promote, 100)]
    [InlineData(1, 4, VerdictOutcome.Pause, 75)] // marginal counts as marginal
    [InlineData(2, 4, VerdictOutcome.Rollback, 50)]
    [InlineData(1, 20, VerdictOutcome.Promote, 95)] // so does pass
    [InlineData(1, 3, VerdictOutcome.Rollback, 66.67)]
    public void TheScore_IsTheShareThatPassesInHundredths(int failed, int all, VerdictOutcome expected, double score)
    {
        Verdict verdict = Judged(Scoring(), [.. Enumerable.Range(0, all).Select(k => Metric($"m{k}", k < failed ? 2 : 0))]);

        Assert.Equal((expected, score), (verdict.Outcome, verdict.Score!.Value));
        if (failed > 0 && expected != VerdictOutcome.Promote) Assert.Contains("High", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_CountTheGroupsAndShareTheRestEvenly()
    {
        KayentaScoring scoring = Scoring() with { Weights = new Dictionary<string, double> { ["errors"] = 60 } };

        Verdict verdict = Judged(scoring, Metric("a", 2, ["errors"]), Metric("b", 0, ["errors"]), Metric("c", 0, ["latency"]), Metric("d", 2, ["memory", "latency"]));

        Assert.Equal([new GroupScore("errors", 60, 1, 2), new GroupScore("latency", 20, 1, 2), new GroupScore("memory", 20, 0, 1)], verdict.Score!.Groups);
        Assert.Equal(0.6 * 50 + 0.2 * 50 + 0, verdict.Score.Value);
        Assert.StartsWith("The score is 40, below the marginal 75: errors 50 (1 of 2, weight 60), latency 50 (1 of 2, weight 20), memory 0 (0 of 1, weight 20). a rose", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void AGroupWithoutData_ScoresNothingAndHoldsThePromotion()
    {
        KayentaScoring scoring = Scoring() with { Weights = new Dictionary<string, double> { ["errors"] = 60, ["latency"] = 40 } };
        MetricWindows gone = Without("latency", ["latency"]);

        Verdict healthy = Judged(scoring, Metric("errors", 0, ["errors"]), gone), broken = Judged(scoring, Metric("errors", 2, ["errors"]), gone);

        Assert.Equal((VerdictOutcome.Pause, 100), (healthy.Outcome, healthy.Score!.Value));
        Assert.StartsWith("The score is 100 without latency. latency: the canary has had no data", healthy.Reason, StringComparison.Ordinal);
        // Kayenta would have scored 40: nothing measured is not something good.
        Assert.Equal((VerdictOutcome.Rollback, 0), (broken.Outcome, broken.Score!.Value));
        Assert.Contains("latency without data", broken.Reason, StringComparison.Ordinal);
        Verdict nothing = Judged(scoring, Without("errors", ["errors"]), gone);
        Assert.Equal((VerdictOutcome.Pause, double.NaN), (nothing.Outcome, nothing.Score!.Value));
    }

    [Fact]
    public void MissingData_IsAFailedLabelWhereThePolicySaysSo()
    {
        MetricWindows gone = Without("latency", ["latency"], MissingRule.Fail);

        Verdict verdict = Judged(Scoring(), Metric("errors", 0, ["errors"]), gone);

        Assert.Equal((VerdictOutcome.Rollback, 50), (verdict.Outcome, verdict.Score!.Value));
        MetricWindows critical = gone with { Metric = gone.Metric with { Critical = true } };
        Assert.StartsWith("The critical metric latency failed:", Judged(Scoring(), Metric("errors", 0, ["errors"]), critical).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void FewerThanFiveWindows_AreNoPass()
    {
        MetricPolicy rules = Rules("cpu");
        CanaryPolicy policy = new() { Name = "p", Judge = JudgeRule.Kayenta, WarmUp = 0, Horizon = 4, Metrics = [rules] };

        Assert.Equal(VerdictOutcome.Pause, Judge.Evaluate(policy, [Windows.Series(rules, Level[..4], Level[..4])]).Outcome);
    }

    [Fact]
    public void ACriticalMetric_FailsAllOnceItPassesItsCriticalRatio()
    {
        EffectLimits effect = new(CriticalIncrease: 1.5);
        MetricWindows[] Rollout(double shift) => [Metric("cpu", shift, critical: true, effect: effect), .. Enumerable.Range(0, 19).Select(k => Metric($"m{k}", 0))];

        Assert.Equal((VerdictOutcome.Promote, 95), (Judged(Scoring(), Rollout(2)).Outcome, Judged(Scoring(), Rollout(2)).Score!.Value));
        Verdict verdict = Judged(Scoring(), Rollout(6));
        Assert.Equal((VerdictOutcome.Rollback, 0), (verdict.Outcome, verdict.Score!.Value));
        Assert.StartsWith("The critical metric cpu failed: cpu rose from 10", verdict.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Direction.Increase, 2, true)]
    [InlineData(Direction.Increase, -2, false)]
    [InlineData(Direction.Decrease, -2, true)]
    [InlineData(Direction.Decrease, 2, false)]
    [InlineData(Direction.Either, 2, true)]
    [InlineData(Direction.Either, -2, true)]
    public void OnlyTheWorseDirection_Fails(Direction direction, double shift, bool fails)
    {
        MetricWindows metric = Metric("m", shift);
        metric = metric with { Metric = metric.Metric with { Direction = direction } };

        Assert.Equal(fails ? VerdictOutcome.Rollback : VerdictOutcome.Promote, Judged(Scoring(), metric).Outcome);
    }

    [Fact]
    public void AnEffectBelowTheAllowedRatio_Passes()
    {
        Assert.Equal(VerdictOutcome.Rollback, Judged(Scoring(), Metric("m", 2)).Outcome);
        Assert.Equal(VerdictOutcome.Promote, Judged(Scoring(), Metric("m", 2, effect: new(AllowedIncrease: 1.3))).Outcome);
        Assert.Equal(VerdictOutcome.Rollback, Judged(Scoring(), Metric("m", 4, effect: new(AllowedIncrease: 1.3))).Outcome);
    }

    [Fact]
    public void ARiseFromZero_IsBeyondAnyEffectSize()
    {
        MetricPolicy errors = Windows.Metric(MetricKind.Ratio, Margin.Absolute(0.005), "errors") with { EffectSize = new(AllowedIncrease: 2, CriticalIncrease: 3) };
        double[] total = Windows.Fill(1000, Horizon);

        Verdict verdict = Judged(Scoring(), Windows.Ratio(errors, Windows.Fill(0, Horizon), total, [.. Enumerable.Range(20, Horizon).Select(k => (double)k)], total));

        Assert.Equal(VerdictOutcome.Rollback, verdict.Outcome);
        Assert.EndsWith("High, the baseline's mean is 0.", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void EachQuantileOfAHistogram_IsALabel()
    {
        MetricPolicy latency = Windows.Metric(MetricKind.Histogram, Margin.Relative(0.1), "latency");
        double[][] Rows(int tail) => [.. Enumerable.Range(0, Horizon).Select(k => (double[])[900, 200 - tail - k % 3, tail + k % 3, 0])];

        Verdict verdict = Judged(Scoring(), Windows.Histogram(latency, [1, 2, 4], Rows(1), Rows(60)));

        Assert.Equal(new GroupScore("ungrouped", 100, 1, 2), Assert.Single(verdict.Score!.Groups));
        Assert.Contains("latency p99 rose from", verdict.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("p50", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void ASourceThatFailed_IsTold()
    {
        MetricWindows failed = Metric("cpu", 0) with { Problems = [new SourceProblem(ProblemKind.Timeout, "no answer", "q")] };

        Assert.True(Judged(Scoring(), failed).CouldNotJudge);
        Verdict early = Judged(Scoring(), failed.Until(5));
        Assert.True(early.CouldNotJudge);
        Assert.Contains("cpu could not be measured: no answer", early.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void BothSidesTheSame_AlwaysScoresAHundred() => Gen.Double[-1e6, 1e6].Array[Horizon].Sample(values =>
    {
        MetricPolicy rules = Rules("m");
        Assert.Equal(VerdictOutcome.Promote, Judged(Scoring(), Windows.Series(rules, values, values)).Outcome);
    });

    private static KayentaScoring Scoring() => new();

    private static MetricPolicy Rules(string name) => Windows.Metric(MetricKind.Series, Margin.Relative(0.1), name, critical: false);

    private static MetricWindows Metric(string name, double shift, IReadOnlyList<string>? groups = null, bool critical = false, EffectLimits? effect = null) =>
        Windows.Series(
            Rules(name) with { Groups = groups ?? [KayentaScoring.Ungrouped], Critical = critical, EffectSize = effect ?? new() },
            Level,
            [.. Level.Reverse().Select(v => v + shift)]);

    private static MetricWindows Without(string name, IReadOnlyList<string> groups, MissingRule missing = MissingRule.Hold) =>
        Windows.Series(Rules(name) with { Groups = groups, Missing = missing }, Level, Windows.Fill(double.NaN, Horizon));

    private static Verdict Judged(KayentaScoring scoring, params MetricWindows[] metrics) =>
        Judge.Evaluate(new CanaryPolicy { Name = "p", Judge = JudgeRule.Kayenta, WarmUp = 0, Horizon = Horizon, Kayenta = scoring, Metrics = [.. metrics.Select(m => m.Metric)] }, metrics);
}
