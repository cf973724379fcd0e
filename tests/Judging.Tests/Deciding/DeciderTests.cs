using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Tests.Deciding;

public sealed class DeciderTests
{
    [Theory]
    [InlineData("Pass Pass", VerdictOutcome.Promote)]
    [InlineData("Pass Inconclusive", VerdictOutcome.Pause)]
    [InlineData("Pass NoData", VerdictOutcome.Pause)]
    [InlineData("Pass Error", VerdictOutcome.Pause)]
    [InlineData("Pass Pass Fail", VerdictOutcome.Pause)] // a third, below one half
    [InlineData("Pass Fail", VerdictOutcome.Rollback)] // one half
    [InlineData("Pass Pass Pass Fail!", VerdictOutcome.Rollback)]
    [InlineData("Error NoData Fail!", VerdictOutcome.Rollback)] // harm that is proven counts although the rest is unknown
    [InlineData("Error!", VerdictOutcome.Pause)]
    [InlineData("NoData!", VerdictOutcome.Pause)]
    [InlineData("Inconclusive!", VerdictOutcome.Pause)]
    public void Verdict_FollowsFromTheJudgements(string judgements, VerdictOutcome outcome) => Assert.Equal(outcome, Decide(0.5, judgements).Outcome);

    [Theory]
    [InlineData(1, VerdictOutcome.Pause)]
    [InlineData(0.67, VerdictOutcome.Pause)]
    [InlineData(0.66, VerdictOutcome.Rollback)]
    public void FailShare_IsReachedByAsManyFailures(double share, VerdictOutcome outcome) => Assert.Equal(outcome, Decide(share, "Fail Fail Pass").Outcome);

    [Fact]
    public void NoJudgements_IsRefusedAndNeverAPromotion() =>
        Assert.Throws<ArgumentException>(() => Decider.Decide(Windows.Policy(), [], 10));

    [Fact]
    public void Reason_NamesTheMetricsThatDecided()
    {
        Assert.Equal("The critical metric m1 failed: reason 1.", Decide(0.5, "Pass Fail! Pass").Reason);
        Assert.Equal("The critical metrics m0, m1 failed: reason 0. reason 1.", Decide(0.5, "Fail! Fail! Pass").Reason);
        Assert.Equal("1 of 2 metrics failed (m1), at or above the share of 50 % that rolls back: reason 1.", Decide(0.5, "Pass Fail").Reason);
        Assert.Equal("All 2 metrics are within their margins: m0, m1.", Decide(0.5, "Pass Pass").Reason);
        Assert.Equal("Hold: m1 could not be measured; m2 undecided. reason 1.", Decide(0.5, "Pass Error Inconclusive").Reason);
        Assert.Equal("Hold: m1 failed, below the share that rolls back; m2 without data. reason 1.", Decide(0.5, "Pass Fail NoData").Reason);
    }

    [Fact]
    public void CouldNotJudge_IsAPauseBecauseASourceFailed()
    {
        Assert.True(Decide(0.5, "Pass Error").CouldNotJudge);
        Assert.False(Decide(0.5, "Pass NoData").CouldNotJudge);
        Assert.False(Decide(0.5, "Fail! Error").CouldNotJudge);
    }

    [Fact]
    public void WindowsElapsed_BelowZero_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => Decide(0.5, "Pass", elapsed: -1));

    // "Pass Fail!" is two metrics, the second one critical.
    private static Verdict Decide(double failShare, string judgements, int elapsed = 10)
    {
        Judgement[] all = [.. judgements.Split(' ').Select((word, i) => new Judgement
        {
            Windows = Windows.Ratio(Windows.Metric(MetricKind.Ratio, Margin.Absolute(0.01), $"m{i}", critical: word.EndsWith('!')), 1, 1, 100),
            Outcome = Enum.Parse<JudgementOutcome>(word.TrimEnd('!')),
            Reason = $"reason {i}.",
        })];
        return Decider.Decide(Windows.Policy([.. all.Select(j => j.Windows.Metric)]) with { FailShare = failShare }, all, elapsed);
    }
}
