using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Judging.Rehearsing;

namespace CanaryJudge.Judging.Tests.Rehearsing;

public sealed class BacktestTests
{
    [Fact]
    public void Backtest_OfAStationaryPast_RollsBackWithinTheBudgetAndSeesHarm()
    {
        BacktestReport report = Backtest.Run(Three(1440), new RehearsalSettings { Rollouts = 300, Share = 0.3 }, new Pasts.Plainly());

        Assert.True(report.Healthy.RolledBack.Interval.Low <= 0.01, $"{report.Healthy.RolledBack.Times} false rollbacks of 300");
        Assert.True(report.Healthy.Promoted.Share > 0.9, $"{report.Healthy.Promoted.Times} promoted of 300");
        Assert.All(report.Metrics.SelectMany(m => m.Injected), i =>
        {
            Assert.True(i.Endings.RolledBack.Share > 0.9, $"{i.Injection.Name}: seen {i.Endings.RolledBack.Times} of 300");
            Assert.True(i.Endings.Promoted.Interval.Low <= 0.05, $"{i.Injection.Name}: promoted {i.Endings.Promoted.Times} of 300");
        });
        Assert.Empty(report.Suggestions);
        Assert.Equal(["+1 margin", "+2 margins", "+1 margin", "+2 margins", "leak", "+1 margin", "+2 margins", "tail"], report.Metrics.SelectMany(m => m.Injected).Select(i => i.Injection.Name));
    }

    [Fact]
    public void Backtest_OfOneMetric_IsTheSameAloneAndInItsPolicy()
    {
        Past past = Pasts.Of(60, new PastWindows(Pasts.Ratio(0.01), Pasts.Requests(600, 400, 0.02, 20)));
        Stage stage = new(past, new RehearsalSettings { Rollouts = 40, Share = 0.3 });
        for (int i = 0; i < 40; i++)
        {
            Rehearsed alone = Rehearsal.One(stage, past.Policy, 0, i, null);
            Verdict verdict = Judge.Evaluate(past.Policy, [stage.Form(0, i, past.Policy, null)]);
            Assert.Equal((verdict.Outcome, verdict.WindowsElapsed), (alone.Outcome, alone.Windows));
            Assert.Equal(alone, Rehearsal.Whole(stage, past.Policy, i).Result);
        }
    }

    [Fact]
    public void Backtest_TwiceWithOneSeed_IsTheSameAndWithAnotherIsNot()
    {
        Past few = Three(200);
        string Run(ulong seed) => Ends(Backtest.Run(few, new RehearsalSettings { Rollouts = 20, Share = 0.3, Seed = seed }, new Pasts.Plainly()));
        Assert.Equal(Run(5), Run(5));
        Assert.NotEqual(Run(5), Run(6));
    }

    [Fact]
    public void Backtest_OfSidesThatDiffer_NamesTheMetricThatFailsHealthyRollouts()
    {
        // Two instances of one version whose memory differs by a fifth for a third of the day: no sequential judge can know.
        SeriesWindows one = Pasts.Level(2000, 100, 0.01, 0.2, 21), other = Pasts.Level(2000, 100, 0.01, 0.2, 22);
        for (int k = 0; k < 700; k++) other.Values[k] *= 1.2;
        Past past = Pasts.Of(60, new PastWindows(Pasts.Ratio(0.01), Pasts.Requests(2000, 500, 0.02, 23), Pasts.Requests(2000, 500, 0.02, 24)), new PastWindows(Pasts.Series(Margin.Relative(0.1)), one, other));
        BacktestReport report = Backtest.Run(past, new RehearsalSettings(), new Pasts.Plainly());

        Assert.Equal("memory", report.Noisiest?.Past.Metric.Name);
        Assert.Equal(32, report.Healthy.Promoted.Of);
        Assert.InRange(report.Metrics[1].FalselyFailed, 10, 13);
        Assert.Contains(report.Suggestions, s => s.StartsWith("memory: failed in ", StringComparison.Ordinal));
    }

    [Fact]
    public void Backtest_OfAPastTooShortOrTooEmpty_SaysWhatIsWrong()
    {
        double[] gaps = [.. Enumerable.Range(0, 80).Select(k => k % 3 == 0 ? 1.0 : double.NaN)];
        Past past = Pasts.Of(60, new PastWindows(Pasts.Series(Margin.Relative(0.1)), new SeriesWindows(gaps)));
        Assert.Equal(2, past.Hindrances().Count);
        ArgumentException refused = Assert.Throws<ArgumentException>(() => Backtest.Run(past, new RehearsalSettings(), new Pasts.Plainly()));
        Assert.Contains("66 % of the windows", refused.Message, StringComparison.Ordinal);
        Assert.Contains("one rollout takes 90", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(JudgeRule.Fixed)]
    [InlineData(JudgeRule.Sequential)]
    public void Backtest_OfAnyJudge_UsesIt(JudgeRule rule)
    {
        Past past = Pasts.Of(30, new PastWindows(Pasts.Ratio(0.02) with { Critical = true }, Pasts.Requests(400, 1000, 0.02, 25)));
        past = past with { Policy = past.Policy with { Judge = rule } };
        BacktestReport report = Backtest.Run(past, new RehearsalSettings { Rollouts = 20, Share = 0.3 }, new Pasts.Plainly());
        Assert.Equal(20, report.Healthy.Promoted.Times);
        // Asked once, at the end, or after every window.
        Assert.Equal(rule == JudgeRule.Fixed, report.Healthy.Promoted.Windows.All(w => w == 30));
        Assert.Equal(20, report.Metrics[0].Injected[1].Endings.RolledBack.Times);
    }

    internal static Past Three(int windows) => Pasts.Of(60,
        new PastWindows(Pasts.Ratio(0.005), Pasts.Requests(windows, 1200, 0.01, 1)),
        new PastWindows(Pasts.Series(Margin.Relative(0.1), resource: true), Pasts.Level(windows, 5e8, 0.02, 0.3, 2)),
        new PastWindows(Pasts.Histogram(Margin.Relative(0.1)), Pasts.Latencies(windows, 1600, 0.05, 3)));

    private static string Ends(BacktestReport report) => string.Join(';', report.Metrics.SelectMany(m => m.Injected.Select(i => i.Endings).Append(m.Healthy)).Append(report.Healthy)
        .Select(e => string.Join(',', e.Promoted.Windows) + '/' + string.Join(',', e.RolledBack.Windows)));
}
