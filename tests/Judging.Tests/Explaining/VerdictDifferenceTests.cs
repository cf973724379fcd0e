using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Explaining;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Judging.Tests.Sequential;

namespace CanaryJudge.Judging.Tests.Explaining;

public sealed class VerdictDifferenceTests
{
    private static readonly MetricPolicy Errors = Windows.Metric(MetricKind.Ratio, Margin.Absolute(0.005), "errors");
    private static readonly MetricWindows Rollout = Windows.Ratio(Errors, 10, 16, 1000, 20);

    public static TheoryData<JudgeRule> Rules => [.. Enum.GetValues<JudgeRule>()];

    [Theory]
    [MemberData(nameof(Rules))]
    public void TheSameWindows_HaveNoDifferenceUnderAnyJudge(JudgeRule rule)
    {
        foreach (Curves.Rollout rollout in Curves.All)
        {
            CanaryPolicy policy = rollout.Policy with { Judge = rule };
            JudgedVerdict one = Judged(policy, rollout.Metrics), other = Judged(policy, rollout.Metrics);
            Assert.Null(VerdictDifference.Of(one, other, other));
        }
    }

    [Fact]
    public void Curves_AreTheEvidenceOfEachWindowUpToTheVerdict()
    {
        CanaryPolicy policy = Policy(JudgeRule.Sequential) with { WarmUp = 2 };
        JudgedVerdict judged = Judged(policy, [Rollout]);

        JudgedCurve curve = judged.Metrics[0].Curves.Single(c => c.Name == "share.log_harm");
        Assert.Equal(judged.Interval, curve.Values.Count);
        for (int k = 0; k < judged.Interval; k++)
        {
            Verdict then = Judge.Evaluate(policy, [Rollout.Until(k + 1)]);
            double evidence = then.Judgements[0].Comparisons.Count == 0 ? double.NaN : then.Judgements[0].Comparisons[0].Evidence!.LogHarm;
            Assert.Equal(evidence, curve.Values[k]);
        }
    }

    [Fact]
    public void ANumberCarriedAlong_IsToldAtItsFirstWindow()
    {
        JudgedVerdict now = Judged(Policy(JudgeRule.Sequential), [Rollout]);
        JudgedCurve curve = now.Metrics[0].Curves[0];
        double[] doctored = [.. curve.Values];
        (doctored[3], doctored[5]) = (Math.BitIncrement(doctored[3]), 7);
        JudgedVerdict was = With(now, metric => metric with { Curves = [curve with { Values = doctored }, .. metric.Curves.Skip(1)], Numbers = [] });

        Assert.Equal(new VerdictDifference(3, "errors", curve.Name, VerdictDifference.Shown(doctored[3]), VerdictDifference.Shown(curve.Values[3])), VerdictDifference.Of(was, now, now));
    }

    [Fact]
    public void ANumberOfTheVerdict_IsToldToTheBit()
    {
        JudgedVerdict now = Judged(Policy(JudgeRule.Fixed), [Rollout]);
        JudgedVerdict was = With(now, metric => metric with { Numbers = [.. metric.Numbers.Select(n => n.Name == "share.high" ? n with { Value = Math.BitDecrement(n.Value) } : n)] });

        VerdictDifference first = VerdictDifference.Of(was, now, now)!;
        Assert.Equal((19, "errors", "share.high"), (first.Window, first.Metric, first.Number));
        Assert.NotEqual(first.Recorded, first.Now);
    }

    [Fact]
    public void ANumberThatIsNoLongerThere_IsADifferenceAndANewOneIsNot()
    {
        JudgedVerdict now = Judged(Policy(JudgeRule.Fixed), [Rollout]);
        JudgedVerdict was = With(now, metric => metric with { Numbers = [new("share.old", 1), .. metric.Numbers.Skip(3)] });

        Assert.Equal(new VerdictDifference(19, "errors", "share.old", "1", "none"), VerdictDifference.Of(was, now, now));
        Assert.Null(VerdictDifference.Of(With(now, metric => metric with { Numbers = [.. metric.Numbers.Skip(3)] }), now, now));
    }

    [Fact]
    public void AVerdictOfOtherWordsOrAnotherWindow_IsToldAsWhatItIs()
    {
        JudgedVerdict now = Judged(Policy(JudgeRule.Fixed), [Rollout]);
        JudgedVerdict bare = With(now, metric => metric with { Numbers = [] });

        Assert.Null(VerdictDifference.Of(bare with { Reason = "in other words", Version = "0.0.1" }, now, now));
        Assert.Equal(new VerdictDifference(19, "", "verdict", "promote", "rollback"), VerdictDifference.Of(bare with { Outcome = VerdictOutcome.Promote }, now with { Outcome = VerdictOutcome.Rollback }, now));
        Assert.Equal(new VerdictDifference(11, "", "interval", "12", "20"), VerdictDifference.Of(bare with { Interval = 12 }, now, now));
    }

    [Fact]
    public void EveryNumberOfAComparison_IsAmongThoseThatAreKept()
    {
        // A property that is added later has to be named here, or told why it is only another form of the others.
        string[] derived = ["harm_share", "safe_share", "windows_left", "canary_exposure_left"];
        Comparison whole = new()
        {
            Name = "share", Baseline = 1, Canary = 2, Difference = 3, Low = 4, High = 5, Confidence = 0.9, Margin = 6, Method = "m", P = 0.5, U = 7, A12 = 0.6, Windows = 8,
            BaselineExposure = 9, CanaryExposure = 10, Evidence = new(1, 2, 3, 4, 5, 6),
        };
        Judgement judgement = new() { Windows = Rollout, Outcome = JudgementOutcome.Pass, Reason = "r", Comparisons = [whole], Checks = new(1, 2, 3, 4, 5) };

        string[] kept = [.. JudgedNumbers.Of(judgement).Select(number => number.Name[(number.Name.IndexOf('.', StringComparison.Ordinal) + 1)..])];

        IEnumerable<string> all = new[] { typeof(Comparison), typeof(Evidence), typeof(CheckTally) }.SelectMany(type => type.GetProperties())
            .Where(p => (Nullable.GetUnderlyingType(p.PropertyType) ?? p.PropertyType) is var type && (type == typeof(double) || type == typeof(int)))
            .Select(p => string.Concat(p.Name.Select((c, k) => (k > 0 && char.IsUpper(c) ? "_" : "") + char.ToLowerInvariant(c))));
        Assert.Equal(all.Except(derived).Order(StringComparer.Ordinal), kept.Order(StringComparer.Ordinal));
    }

    private static JudgedVerdict With(JudgedVerdict judged, Func<JudgedMetric, JudgedMetric> change) => judged with { Metrics = [.. judged.Metrics.Select(change)] };

    private static CanaryPolicy Policy(JudgeRule rule) => Windows.Policy(Errors) with { Judge = rule };

    private static JudgedVerdict Judged(CanaryPolicy policy, IReadOnlyList<MetricWindows> metrics) => JudgedVerdict.Of(policy, metrics, Judge.Evaluate(policy, metrics));
}
