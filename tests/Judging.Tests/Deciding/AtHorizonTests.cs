using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Judging.Tests.Sequential;

namespace CanaryJudge.Judging.Tests.Deciding;

public sealed class AtHorizonTests
{
    private const int Horizon = 20;

    private static readonly MetricPolicy Errors = Windows.Metric(MetricKind.Ratio, Margin.Absolute(0.005), "errors");
    private static readonly MetricPolicy Cpu = Windows.Metric(MetricKind.Series, Margin.Relative(0.1), "cpu", critical: false);

    // A little worse, well within half the margin, on too few requests to prove anything.
    private static readonly MetricWindows Open = Windows.Ratio(Errors, 2, 2.1, 200, Horizon);

    public static TheoryData<JudgeRule> Judges => [.. Enum.GetValues<JudgeRule>()];

    public static TheoryData<JudgeRule> LeaningJudges => [JudgeRule.Sequential, JudgeRule.Fixed, JudgeRule.Threshold];

    [Theory]
    [MemberData(nameof(Judges))]
    public void AnyRule_ChangesNothingBeforeTheHorizonNorWhatIsProven(JudgeRule judge)
    {
        int open = 0;
        foreach (Curves.Rollout rollout in Curves.All)
        {
            CanaryPolicy hold = rollout.Policy with { Judge = judge };
            foreach (int windows in (int[])[rollout.WarmUp + 1, rollout.Horizon / 2, rollout.Horizon - 1, rollout.Horizon])
            {
                MetricWindows[] seen = [.. rollout.Metrics.Select(metric => metric.Until(windows))];
                Verdict plain = Judge.Evaluate(hold, seen);
                Assert.False(plain.ByHorizon);
                foreach (HorizonRule rule in (HorizonRule[])[HorizonRule.Rollback, HorizonRule.Promote])
                {
                    Verdict verdict = Judge.Evaluate(hold with { AtHorizon = rule }, seen);
                    Assert.Equal((plain.Outcome, plain.WindowsElapsed), (verdict.Found, verdict.WindowsElapsed));
                    AssertSameJudgements(plain, verdict);
                    if (windows < rollout.Horizon || plain.Outcome != VerdictOutcome.Pause) Assert.Equal((plain.Outcome, plain.Reason, false), (verdict.Outcome, verdict.Reason, verdict.ByHorizon));
                    else open += AssertRuled(verdict, rule);
                }
            }
        }

        Assert.True(open > 0, "no rollout was open at its horizon");
    }

    [Theory]
    [MemberData(nameof(Judges))]
    public void GoingOnFromAState_GivesTheSameEnd(JudgeRule judge)
    {
        foreach (Curves.Rollout rollout in Curves.All)
        {
            foreach (HorizonRule rule in Enum.GetValues<HorizonRule>())
            {
                CanaryPolicy policy = rollout.Policy with { Judge = judge, AtHorizon = rule };
                byte[] state = Judge.Continue(policy, [.. rollout.Metrics.Select(metric => metric.Until(rollout.Horizon - 1))], []).State;
                Verdict whole = Judge.Evaluate(policy, rollout.Metrics), resumed = Judge.Continue(policy, rollout.Metrics, state).Verdict;
                Assert.Equal((whole.Outcome, whole.ByHorizon, whole.Reason), (resumed.Outcome, resumed.ByHorizon, resumed.Reason));
            }
        }
    }

    [Theory]
    [MemberData(nameof(LeaningJudges))]
    public void OpenAndLeaningToSafety_IsWhatTheRuleSaysWithAReasonThatIsNoProof(JudgeRule judge)
    {
        Verdict held = Judged(judge, HorizonRule.Hold, Open), back = Judged(judge, HorizonRule.Rollback, Open), on = Judged(judge, HorizonRule.Promote, Open);

        Assert.Equal((VerdictOutcome.Pause, false), (held.Outcome, held.ByHorizon));
        Assert.Equal((VerdictOutcome.Rollback, true), (back.Outcome, back.ByHorizon));
        Assert.StartsWith("Not proven safe by the horizon of 20 windows, and so rolled back as the policy says (atHorizon: rollback); this is no proof of harm. errors undecided. ", back.Reason, StringComparison.Ordinal);
        Assert.Equal((VerdictOutcome.Promote, true), (on.Outcome, on.ByHorizon));
        Assert.StartsWith("Not decided by the horizon of 20 windows, and so promoted as the policy says (atHorizon: promote): every metric has its data and leans to safety, which is no proof of it. ", on.Reason, StringComparison.Ordinal);
        Assert.All(back.Judgements.Concat(on.Judgements), judgement => Assert.Equal(JudgementOutcome.Inconclusive, judgement.Outcome));
    }

    public static TheoryData<JudgeRule, string, MetricWindows> NeverPromoted()
    {
        double[] all = Windows.Fill(200, Horizon), two = Windows.Fill(2, Horizon), none = Windows.Fill(0, Horizon), gone = Windows.Fill(double.NaN, Horizon);
        double[] bounds = [1000];
        double[][] low = [.. Enumerable.Repeat<double[]>([1000, 0], Horizon)];
        Dictionary<string, MetricWindows> cases = new()
        {
            ["more than half the margin worse"] = Windows.Ratio(Errors, two, all, [.. Windows.Fill(2, Horizon / 2), .. Windows.Fill(5, Horizon / 2)], all),
            ["no traffic on the canary"] = Windows.Ratio(Errors, two, all, none, none),
            ["no canary at all"] = Windows.Ratio(Errors, two, all, gone, gone),
            ["no baseline at all"] = Windows.Ratio(Errors, gone, gone, two, all),
            ["the canary silent at the end"] = Windows.Ratio(Errors, two, all, [.. two[3..], double.NaN, double.NaN, double.NaN], [.. all[3..], double.NaN, double.NaN, double.NaN]),
            ["half of all windows missing"] = Windows.Ratio(Errors, two, all, [.. two.Select((value, k) => k % 2 == 0 ? value : double.NaN)], [.. all.Select((value, k) => k % 2 == 0 ? value : double.NaN)]),
            ["buckets that cannot show the margin"] = Windows.Histogram(Windows.Metric(MetricKind.Histogram, Margin.Relative(0.1), "latency"), bounds, low, low),
            ["a margin of nothing"] = Windows.Series(Cpu, none, none),
        };
        return new(from judge in LeaningJudges.Select(row => row.Data)
                   from one in cases
                   // Checks know no margin of nothing: a canary that is no worse than 0 passes them.
                   where judge != JudgeRule.Threshold || one.Key is not ("buckets that cannot show the margin" or "a margin of nothing")
                   select (judge, one.Key, one.Value));
    }

    [Theory]
    [MemberData(nameof(NeverPromoted))]
    public void MissingDataAndWhatLeansToHarm_AreNeverPromoted(JudgeRule judge, string what, MetricWindows windows)
    {
        Verdict verdict = Judged(judge, HorizonRule.Promote, windows);

        Assert.True(verdict.Outcome != VerdictOutcome.Promote, what);
        if (verdict.Outcome == VerdictOutcome.Pause) Assert.EndsWith($"The policy promotes at the horizon (atHorizon: promote) only what has its data and leans to safety: not {windows.Metric.Name}.", verdict.Reason, StringComparison.Ordinal);
        Assert.False(Assert.Single(verdict.Judgements).LeansToSafety);
    }

    [Fact]
    public void ASequentialJudge_PromotesNothingThatSomethingElseHolds()
    {
        MetricPolicy memory = Cpu with { Name = "memory", Resource = true };
        double[] flat = [.. Enumerable.Range(0, Horizon).Select(k => 100 + k % 2 * 0.2)];
        MetricWindows leak = Windows.Series(memory, flat, [.. flat.Select((value, k) => value + 0.35 * k)]);
        Verdict drifting = Judged(JudgeRule.Sequential, HorizonRule.Promote, leak with { Metric = memory with { Margin = Margin.Absolute(7) } });
        Assert.Contains("a drift that would pass it by the horizon is not yet excluded", drifting.Reason, StringComparison.Ordinal);
        Assert.Equal(VerdictOutcome.Pause, drifting.Outcome);

        Verdict few = Judged(JudgeRule.Sequential, HorizonRule.Promote, Windows.Ratio(Errors, 0, 0, 9, Horizon));
        Assert.Equal(VerdictOutcome.Pause, few.Outcome);
    }

    [Theory]
    [InlineData(HorizonRule.Rollback, "A source that failed is no reason to roll back (atHorizon: rollback): a person decides.")]
    [InlineData(HorizonRule.Promote, "A source that failed is no reason to promote (atHorizon: promote): a person decides.")]
    public void ASourceThatFailed_IsHeldUnderAnyJudge(HorizonRule rule, string why)
    {
        MetricWindows failed = Open with { Problems = [new SourceProblem(ProblemKind.Timeout, "No answer within 10 s.", "up")] };
        Assert.All(Enum.GetValues<JudgeRule>(), judge =>
        {
            Verdict verdict = Judged(judge, rule, failed);
            Assert.Equal((VerdictOutcome.Pause, true, false), (verdict.Outcome, verdict.CouldNotJudge, verdict.ByHorizon));
            Assert.EndsWith(why, verdict.Reason, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void OneMetricWithoutData_HoldsTheWholePromotionAndIsNamed()
    {
        MetricWindows silent = Windows.Series(Cpu, Windows.Fill(1, Horizon), Windows.Fill(double.NaN, Horizon));
        Verdict verdict = Judged(JudgeRule.Sequential, HorizonRule.Promote, Open, silent);

        Assert.Equal(VerdictOutcome.Pause, verdict.Outcome);
        Assert.EndsWith("only what has its data and leans to safety: not cpu.", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void AScoreBetweenMarginalAndPass_IsRolledBackWithItsScoreInTheReason()
    {
        double[] noise = [.. Enumerable.Range(0, Horizon).Select(k => 1 + k % 5 * 0.01)];
        MetricPolicy other = Cpu with { Name = "other" };
        MetricWindows same = Windows.Series(Cpu, noise, noise), worse = Windows.Series(other, noise, [.. noise.Select(value => value * 2)]);
        CanaryPolicy policy = Policy(JudgeRule.Kayenta, HorizonRule.Rollback, same, worse) with { Kayenta = new() { Marginal = 25 } };
        Verdict verdict = Judge.Evaluate(policy, [same, worse]);

        Assert.Equal((VerdictOutcome.Rollback, true), (verdict.Outcome, verdict.ByHorizon));
        Assert.Contains("this is no proof of harm. The score is 50, between the marginal 25 and the pass of 95", verdict.Reason, StringComparison.Ordinal);
    }

    private static int AssertRuled(Verdict verdict, HorizonRule rule)
    {
        bool leans = verdict.Judgements.All(judgement => judgement.LeansToSafety);
        VerdictOutcome wanted = rule == HorizonRule.Rollback ? VerdictOutcome.Rollback : leans ? VerdictOutcome.Promote : VerdictOutcome.Pause;
        Assert.Equal((wanted, wanted != VerdictOutcome.Pause), (verdict.Outcome, verdict.ByHorizon));
        Assert.Contains($"atHorizon: {rule.ToString().ToLowerInvariant()}", verdict.Reason, StringComparison.Ordinal);
        return 1;
    }

    private static void AssertSameJudgements(Verdict one, Verdict other)
    {
        Assert.Equal(one.Judgements.Select(judgement => (judgement.Outcome, judgement.Reason, judgement.Checks)), other.Judgements.Select(judgement => (judgement.Outcome, judgement.Reason, judgement.Checks)));
        Assert.Equal(one.Judgements.SelectMany(judgement => judgement.Comparisons), other.Judgements.SelectMany(judgement => judgement.Comparisons));
    }

    private static Verdict Judged(JudgeRule judge, HorizonRule rule, params MetricWindows[] metrics) => Judge.Evaluate(Policy(judge, rule, metrics), metrics);

    // Passes enough for no check, so that a threshold is open at the horizon too.
    private static CanaryPolicy Policy(JudgeRule judge, HorizonRule rule, params MetricWindows[] metrics) =>
        Windows.Policy([.. metrics.Select(metric => metric.Metric)]) with { Judge = judge, AtHorizon = rule, Horizon = Horizon, Threshold = new() { Passes = 1000, Failures = 1000 } };
}
