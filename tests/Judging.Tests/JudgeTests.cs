using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Tests;

public sealed class JudgeTests
{
    private static readonly MetricPolicy Errors = Windows.Metric(MetricKind.Ratio, Margin.Absolute(0.005), "errors");
    private static readonly MetricPolicy Cpu = Windows.Metric(MetricKind.Series, Margin.Relative(0.1), "cpu", critical: false);
    private static readonly CanaryPolicy Policy = Windows.Policy(Errors, Cpu);

    [Fact]
    public void Judge_HealthyCanary_Promotes()
    {
        Verdict verdict = Judge.Evaluate(Policy, [Windows.Ratio(Errors, 10, 10, 1000, 20), SteadyCpu(1.01, 20)]);
        Assert.Equal(VerdictOutcome.Promote, verdict.Outcome);
        Assert.Equal(20, verdict.WindowsElapsed);
    }

    [Fact]
    public void Judge_CanaryWithMoreErrors_RollsBackInASentence()
    {
        Verdict verdict = Judge.Evaluate(Policy, [Windows.Ratio(Errors, 9.8, 34.1, 1000), SteadyCpu(1, 10)]);
        Assert.Equal(VerdictOutcome.Rollback, verdict.Outcome);
        Assert.Equal(
            "The critical metric errors failed: errors rose from 0.98 % to 3.41 % (+2.4 points; 98 % interval +2.0 to +2.9), beyond the margin of 0.5 points.",
            verdict.Reason);
    }

    [Theory]
    [InlineData(3, "2 more windows are the least before a promotion.")]
    [InlineData(4, "1 more window is the least before a promotion.")]
    public void Judge_SequentiallyBeforeTheLeastWindows_SaysHowManyAreMissing(int windows, string ending)
    {
        CanaryPolicy policy = Windows.Policy(Errors) with { Judge = JudgeRule.Sequential, Horizon = 100 };
        Verdict verdict = Judge.Evaluate(policy, [Windows.Ratio(Errors, 1000, 1001, 100_000, windows)]);
        Assert.Equal(VerdictOutcome.Pause, verdict.Outcome);
        Assert.EndsWith(ending, verdict.Judgements[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_SameWindows_SameVerdictBitForBit()
    {
        MetricWindows[] windows = [Windows.Ratio(Errors, 9, 13, 900), SteadyCpu(1.03, 10)];
        Verdict first = Judge.Evaluate(Policy, windows), second = Judge.Evaluate(Policy, windows);
        Assert.Equal(first.Reason, second.Reason);
        Assert.Equal(first.Judgements.SelectMany(j => j.Comparisons), second.Judgements.SelectMany(j => j.Comparisons));
    }

    [Fact]
    public void Judge_WindowsThatCameFromOtherQueries_AreJudgedAllTheSame()
    {
        MetricWindows errors = Windows.Ratio(Errors, 10, 10, 1000, 20);
        MetricPolicy asked = errors.Metric with { Terms = [new QueryTerm(TermRole.Total, TermReading.Counter, "requests_total")] };
        Verdict plain = Judge.Evaluate(Windows.Policy(Errors), [errors]), other = Judge.Evaluate(Windows.Policy(Errors), [errors with { Metric = asked }]);

        Assert.Equal(plain.Reason, other.Reason);
    }

    public static TheoryData<string, MetricWindows[]> Strangers()
    {
        MetricWindows errors = Windows.Ratio(Errors, 1, 1, 100), cpu = SteadyCpu(1, 10);
        return new()
        {
            { "has 2 metrics and there are windows for 1", [errors] },
            { "Metric 0 of the policy is errors and the windows are of cpu", [cpu, errors] },
            { "cpu: the baseline has 9 windows and the canary 9; all metrics need 10", [errors, SteadyCpu(1, 9)] },
            { "errors: the baseline has 10 windows and the canary 9", [errors with { Canary = new RatioWindows(Windows.Fill(0, 9), Windows.Fill(1, 9)) }, cpu] },
            { "errors: the canary holds Series windows", [errors with { Canary = new SeriesWindows(Windows.Fill(0, 10)) }, cpu] },
            { "errors: history, 1 bad and 2 total", [errors with { History = new RatioWindows([1], [2, 2]) }, cpu] },
            { "errors: baseline, bad[9] is 3, above its total of 2", [errors with { Baseline = new RatioWindows([.. Windows.Fill(0, 9), 3], Windows.Fill(2, 10)) }, cpu] },
            { "errors: baseline, total[0] is -1; it must be finite and 0 or more", [errors with { Baseline = new RatioWindows(Windows.Fill(0, 10), [-1, .. Windows.Fill(2, 9)]) }, cpu] },
            { "cpu: canary, values[0] is Infinity; it must be finite, or NaN", [errors, cpu with { Canary = new SeriesWindows([double.PositiveInfinity, .. Windows.Fill(2, 9)]) }] },
            { "cpu: the windows come with other rules than the policy's", [errors, cpu with { Metric = cpu.Metric with { Margin = Margin.Relative(0.5) } }] },
            { "cpu: the windows come with other rules than the policy's", [errors, cpu with { Metric = cpu.Metric with { Resource = true } }] },
            { "cpu: the windows come with other rules than the policy's", [errors, cpu with { Metric = cpu.Metric with { Unit = "cores" } }] },
            { "cpu: the windows come with other rules than the policy's", [errors, cpu with { Metric = cpu.Metric with { Quantiles = [0.5] } }] },
        };
    }

    [Theory]
    [MemberData(nameof(Strangers), DisableDiscoveryEnumeration = true)]
    public void Judge_WindowsThatAreNotThePolicys_AreRefusedByName(string message, MetricWindows[] metrics)
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(() => Judge.Evaluate(Policy, metrics));
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_SeveralViolations_NamesThemAll()
    {
        MetricWindows errors = Windows.Ratio(Errors, 1, 1, 100);
        ArgumentException refused = Assert.Throws<ArgumentException>(() => Judge.Evaluate(Policy,
            [errors with { Canary = new SeriesWindows(Windows.Fill(0, 10)) }, SteadyCpu(1, 9)]));
        Assert.Contains("errors: the canary holds Series", refused.Message, StringComparison.Ordinal);
        Assert.Contains("cpu: the baseline has 9", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_PolicyWithoutMetrics_IsRefused() => Assert.Throws<ArgumentException>(() => Judge.Evaluate(Windows.Policy(), []));

    [Fact]
    public void Judge_HistogramsWithOtherBounds_AreRefused()
    {
        MetricPolicy latency = Windows.Metric(MetricKind.Histogram, Margin.Relative(0.1), "latency");
        MetricWindows windows = Windows.Histogram(latency, [1, 2], [[1, 1, 1]], [[1, 1, 1]]) with { Canary = new HistogramWindows([1, 3], [[1, 1, 1]]) };
        ArgumentException refused = Assert.Throws<ArgumentException>(() => Judge.Evaluate(Windows.Policy(latency), [windows]));
        Assert.Contains("latency: the canary has other bucket bounds than the baseline", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    [InlineData(-1, "-1")]
    public void Judge_HistogramWithACountThatIsNone_IsRefused(double count, string shown)
    {
        MetricPolicy latency = Windows.Metric(MetricKind.Histogram, Margin.Relative(0.1), "latency");
        MetricWindows windows = Windows.Histogram(latency, [1, 2], [[1, 1, 1], [1, 1, 1]], [[1, 1, 1], [1, count, 1]]);

        ArgumentException refused = Assert.Throws<ArgumentException>(() => Judge.Evaluate(Windows.Policy(latency), [windows]));

        Assert.Contains($"latency: canary, counts[1][1] is {shown}; it must be finite and 0 or more.", refused.Message, StringComparison.Ordinal);
    }

    // Values that differ a little and in a fixed way, on both sides alike but for the factor.
    private static MetricWindows SteadyCpu(double factor, int count)
    {
        double[] baseline = [.. Enumerable.Range(0, count).Select(k => 1 + 0.01 * (k * 7 % 5))];
        return Windows.Series(Cpu, baseline, [.. baseline.Select(v => v * factor)]);
    }
}
