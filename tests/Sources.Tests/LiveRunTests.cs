using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Judging.Sequential;

namespace CanaryJudge.Sources.Tests;

/// <summary>One rollout asked about again and again, each time from the state of the time before.</summary>
public sealed class LiveRunTests
{
    private const long Start = 1_700_000_000_000 / 60_000 * 60_000;

    private static readonly CanaryPolicy Policy = new()
    {
        Name = "poll",
        Horizon = 40,
        Metrics = [new MetricPolicy { Name = "cpu", Kind = MetricKind.Series, Margin = Margin.Relative(0.1), Terms = [new QueryTerm(TermRole.Values, TermReading.Gauge, "cpu")] }],
    };

    [Fact]
    public async Task JudgeAsync_FromTheStateOfTheTimeBefore_GivesTheVerdictOfAllWindows()
    {
        ReadOnlyMemory<byte> state = default;
        var outcomes = new List<VerdictOutcome>();
        for (int windows = 4; windows <= 30; windows += windows % 3 == 0 ? 4 : 1)
        {
            JudgedRun continued = await LiveRun.JudgeAsync(Plan(windows), new Cpu(1), state, TestContext.Current.CancellationToken);
            JudgedRun whole = await LiveRun.JudgeAsync(Plan(windows), new Cpu(1), TestContext.Current.CancellationToken);

            Assert.Null(continued.StateRefusal);
            Assert.Equal((whole.Verdict.Outcome, whole.Verdict.WindowsElapsed, whole.Verdict.Reason), (continued.Verdict.Outcome, continued.Verdict.WindowsElapsed, continued.Verdict.Reason));
            Assert.Equal(whole.Verdict.Judgements[0].Comparisons, continued.Verdict.Judgements[0].Comparisons);
            Assert.True(whole.State.Span.SequenceEqual(continued.State.Span));
            state = continued.State;
            outcomes.Add(whole.Verdict.Outcome);
        }

        Assert.Contains(VerdictOutcome.Pause, outcomes);
        Assert.Contains(VerdictOutcome.Promote, outcomes);
    }

    [Fact]
    public async Task JudgeAsync_WindowsThatTheSourceTellsOtherwiseNow_AreAllJudgedAgain()
    {
        JudgedRun first = await LiveRun.JudgeAsync(Plan(8), new Cpu(1), TestContext.Current.CancellationToken);
        JudgedRun second = await LiveRun.JudgeAsync(Plan(12), new Cpu(1.5), first.State, TestContext.Current.CancellationToken);
        JudgedRun whole = await LiveRun.JudgeAsync(Plan(12), new Cpu(1.5), TestContext.Current.CancellationToken);

        Assert.Equal(StateRefusal.OtherWindows, second.StateRefusal);
        Assert.Equal(VerdictOutcome.Rollback, whole.Verdict.Outcome);
        Assert.Equal(whole.Verdict.Reason, second.Verdict.Reason);
    }

    private static JudgePlan Plan(int windows)
    {
        PlanResult planned = Planner.Plan(new JudgeRequest(Policy, Scope("v1"), Scope("v2"), Start, Start + windows * 60_000));
        Assert.Empty(planned.Violations);
        return planned.Plan!;
    }

    private static Scope Scope(string version) => new([new LabelMatcher("version", MatchOperator.Equal, version)]);

    /// <summary>A gauge that moves with time, the canary's by this factor higher.</summary>
    private sealed class Cpu(double factor) : IMetricSource
    {
        public string Name => "memory";

        public Task<Measurement> MeasureAsync(MetricPlan metric, CancellationToken cancellationToken) =>
            Task.FromResult(new Measurement(metric, [.. metric.Queries.Select(Answer)]));

        private QueryAnswer Answer(PlannedQuery query)
        {
            const long Step = 15_000;
            long first = (query.StartMillis / Step + 1) * Step;
            long[] times = [.. Enumerable.Range(0, (int)((query.EndMillis - first) / Step) + 1).Select(k => first + k * Step)];
            double side = query.Side == Side.Canary ? factor : 1;
            double[] values = [.. times.Select(time => side * (1 + 0.1 * Math.Sin(time / 200_000.0) + (query.Side == Side.Canary ? 0.02 : 0.01) * Math.Sin(time / 7_000.0)))];
            return new QueryAnswer { Query = query, SentText = query.Text, Series = [new FetchedSeries { Labels = new Dictionary<string, string> { ["instance"] = "a" }, TimesMillis = times, Values = values }] };
        }
    }
}
