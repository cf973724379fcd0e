using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Judging.Tests.Policies;
using CsCheck;

namespace CanaryJudge.Judging.Tests.Planning;

public sealed class PlannerTests
{
    private const long From = 1_700_000_000_000;
    private const long Minute = 60_000;

    private static readonly Scope V1 = new([new("version", MatchOperator.Equal, "v1")]);
    private static readonly Scope V2 = new([new("version", MatchOperator.Equal, "v2")]);
    private static readonly CanaryPolicy Checkout = PolicyParser.Parse(Samples.Checkout()).Policy!;

    [Fact]
    public void Windows_AreTheWholeOnesBetweenTheTimes()
    {
        JudgePlan plan = Good(new(Checkout, V1, V2, From, From + 10 * Minute + 59_999));

        Assert.Equal(new WindowGrid(From, Minute, 10, 30), plan.Windows);
        Assert.Equal(Checkout, plan.Policy);
    }

    [Fact]
    public void RawSamples_AreAskedForFromALookbackBeforeTheFirstWindow()
    {
        JudgePlan plan = Good(new(Checkout, V1, V2, From, From + 10 * Minute));

        Assert.Equal(
            [
                new(Side.Baseline, TermRole.Bad, TermReading.Counter, "http_requests_total{code=~\"5..\",version=\"v1\"}", From - 35 * Minute, From + 10 * Minute, 0),
                new(Side.Baseline, TermRole.Total, TermReading.Counter, "http_requests_total{version=\"v1\"}", From - 35 * Minute, From + 10 * Minute, 0),
                new(Side.Canary, TermRole.Bad, TermReading.Counter, "http_requests_total{code=~\"5..\",version=\"v2\"}", From - 5 * Minute, From + 10 * Minute, 0),
                new PlannedQuery(Side.Canary, TermRole.Total, TermReading.Counter, "http_requests_total{version=\"v2\"}", From - 5 * Minute, From + 10 * Minute, 0),
            ],
            plan.Metrics[0].Queries);
        Assert.All(plan.Metrics, metric => Assert.Equal(metric.Metric.Terms.Count * 2, metric.Queries.Count));
    }

    [Fact]
    public void WindowsAskedForOneByOne_AskForTheirOwnTimeAndTheLookbackBeforeIt()
    {
        JudgePlan first = Planner.PlanWindows(Checkout, V1, V2, new WindowGrid(From, Minute, 1, 30)), fifth = Planner.PlanWindows(Checkout, V1, V2, new WindowGrid(From + 4 * Minute, Minute, 1, 0) { First = 4 });
        JudgePlan whole = Good(new(Checkout, V1, V2, From, From + 10 * Minute));

        Assert.Equal(whole.Metrics.SelectMany(m => m.Queries).Select(q => q.Text), fifth.Metrics.SelectMany(m => m.Queries).Select(q => q.Text));
        Assert.Equal((From - 35 * Minute, From + Minute), (first.Metrics[0].Queries[0].StartMillis, first.Metrics[0].Queries[0].EndMillis));
        Assert.Equal((From - Minute, From + 5 * Minute), (fifth.Metrics[0].Queries[0].StartMillis, fifth.Metrics[0].Queries[0].EndMillis));
    }

    [Fact]
    public void LongWindows_HaveALookbackOfOneWindow()
    {
        CanaryPolicy hourly = Checkout with { Interval = TimeSpan.FromHours(1) };

        JudgePlan plan = Good(new(hourly, V1, V2, From, From + 5 * 60 * Minute));

        Assert.Equal([From - 31 * 60 * Minute, From - 60 * Minute], plan.Metrics[1].Queries.Select(query => query.StartMillis));
    }

    [Fact]
    public void Expression_IsEvaluatedOnceAWindowAtItsEnd()
    {
        JudgePlan plan = Good(new(Checkout, V1, V2, From, From + 10 * Minute));

        Assert.Equal(
            [
                new(Side.Baseline, TermRole.Values, TermReading.Expression, "avg(rate(process_cpu_seconds_total{version=\"v1\"}[1m]))", From - 29 * Minute, From + 10 * Minute, Minute),
                new PlannedQuery(Side.Canary, TermRole.Values, TermReading.Expression, "avg(rate(process_cpu_seconds_total{version=\"v2\"}[1m]))", From + Minute, From + 10 * Minute, Minute),
            ],
            plan.Metrics[2].Queries);
    }

    [Fact]
    public void WindowsPastTheHorizon_AreLeftOutAndSaidSo()
    {
        PlanResult result = Planner.Plan(new(Checkout, V1, V2, From, From + 90 * Minute));

        Assert.Equal(60, result.Plan!.Windows.Count);
        Assert.Equal("Of 90 whole windows the first 60 are judged, up to 2023-11-14T23:13:20Z: the policy's horizon ends there.", Assert.Single(result.Notes));
        Assert.Empty(Planner.Plan(new(Checkout, V1, V2, From, From + 60 * Minute + 1)).Notes);
    }

    [Fact]
    public void TooFewWindows_SayHowLongToWait()
    {
        Violation violation = Only(new(Checkout, V1, V2, From, From + 4 * Minute - 1));

        Assert.Equal("to", violation.Path);
        Assert.Contains("3 of the 4 whole windows of 1m that are needed", violation.Message);
        Assert.Equal("Wait 1ms more, until 2023-11-14T22:17:20Z.", violation.Remedy);
        Assert.Equal(4, Good(new(Checkout, V1, V2, From, From + 4 * Minute)).Windows.Count);
    }

    [Fact]
    public void TimesAtTheEndOfTheCalendar_GiveAViolation()
    {
        long last = new DateTimeOffset(9000, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

        Assert.Contains("Wait", Only(new(Checkout with { Interval = TimeSpan.FromHours(1), WarmUp = 9_999, Horizon = 10_000 }, V1, V2, last - 1, last)).Remedy);
    }

    [Theory]
    [InlineData(From, From, "to", "not after the start")]
    [InlineData(From, From - 1, "to", "not after the start")]
    [InlineData(-1, From, "from", "between 1970 and 9000")]
    [InlineData(From, long.MaxValue, "to", "between 1970 and 9000")]
    public void Times_ThatCannotBe_AreNamed(long from, long to, string path, string message)
    {
        Violation violation = Only(new(Checkout, V1, V2, from, to));

        Assert.Equal(path, violation.Path);
        Assert.Contains(message, violation.Message);
    }

    [Fact]
    public void SameScopes_AreRefusedInAnyOrder()
    {
        Scope one = new([new("a", MatchOperator.Equal, "1"), new("b", MatchOperator.NotEqual, "2")]);
        Scope other = new([new("b", MatchOperator.NotEqual, "2"), new("a", MatchOperator.Equal, "1")]);

        Assert.Contains("Baseline and canary are the same scope, {b!=\"2\",a=\"1\"}", Only(new(Checkout, one, other, From, From + 10 * Minute)).Message);
    }

    [Fact]
    public void Scopes_ThatAreFaulty_AreNamedBySide()
    {
        Scope bad = new([new("", MatchOperator.Equal, "1"), new("a", MatchOperator.Matches, "("), new("__name__", MatchOperator.Equal, "up"), new("c", MatchOperator.Equal, "\ud800")]);

        IReadOnlyList<Violation> violations = Planner.Plan(new(Checkout, new([]), bad, From, From + 10 * Minute)).Violations;

        Assert.Equal(["baseline", "canary", "canary", "canary", "canary"], violations.Select(violation => violation.Path));
        Assert.Contains("empty", violations[0].Message);
    }

    [Fact]
    public void Scope_AboveTheBound_IsRefusedWithTheBound()
    {
        Scope many = new([.. Enumerable.Range(0, 1001).Select(k => new LabelMatcher($"l{k}", MatchOperator.Equal, "x"))]);

        Assert.Contains("1001 matchers, above the bound of 1000", Only(new(Checkout, V1, many, From, From + 10 * Minute)).Message);
    }

    [Fact]
    public void Metric_WithoutQueries_IsNamed()
    {
        CanaryPolicy policy = Checkout with { Metrics = [Checkout.Metrics[0], Checkout.Metrics[1] with { Terms = [] }] };

        Violation violation = Only(new(policy, V1, V2, From, From + 10 * Minute));
        Assert.Equal("spec.metrics[1]", violation.Path);
        Assert.Contains("\"latency\" has no queries", violation.Message);
    }

    [Fact]
    public void Policy_BuiltByHandAgainstTheRules_IsRefusedWithEveryProblem()
    {
        MetricPolicy errors = Checkout.Metrics[0];
        CanaryPolicy policy = Checkout with
        {
            Interval = TimeSpan.FromHours(2),
            Horizon = 10_001,
            History = -1,
            WarmUp = 20_000,
            Metrics =
            [
                errors with { Terms = [errors.Terms[0]] },
                errors with { Terms = [errors.Terms[0], errors.Terms[1] with { Reading = TermReading.Gauge }] },
                errors with { Terms = [errors.Terms[0], errors.Terms[1] with { Text = "x[5m]" }] },
                errors with { Terms = [errors.Terms[0], new(TermRole.Buckets, TermReading.Buckets, "x")] },
            ],
        };

        string[] paths = [.. Planner.Plan(new(policy, V1, V2, From, From + 10 * Minute)).Violations.Select(violation => violation.Path)];

        Assert.Equal(["spec.interval", "spec.horizon", "spec.history", "spec.warmup", "spec.metrics[0]", "spec.metrics[1]", "spec.metrics[2]", "spec.metrics[3]"], paths);
    }

    [Fact]
    public void Metrics_AboveTheBound_AreRefusedWithTheBound()
    {
        CanaryPolicy policy = Checkout with { Metrics = [.. Enumerable.Range(0, 101).Select(k => Checkout.Metrics[0] with { Name = $"m{k}" })] };

        Assert.Contains(Planner.Plan(new(policy, V1, V2, From, From + 10 * Minute)).Violations, violation => violation.Message == "There are 101 metrics." && violation.Remedy.Contains("1 to 100"));
        Assert.NotEmpty(Planner.Plan(new(Checkout with { Metrics = [] }, V1, V2, From, From + 10 * Minute)).Violations);
    }

    [Fact]
    public void AnyParsedPolicy_PlansItsQueriesOverItsWindows() =>
        Gen.Select(PolicyGen.Policy, Gen.Long[0, 4_000_000_000_000], Gen.Int[0, 20_000], Gen.Int[0, 999]).Sample(
            (policy, from, windows, rest) =>
            {
                long interval = (long)policy.Interval.TotalMilliseconds;
                PlanResult result = Planner.Plan(new(policy, V1, V2, from, from + windows * interval + rest));
                bool isGood = windows > policy.WarmUp && policy.Metrics.All(metric => metric.Terms.Count > 0);
                Assert.Equal(isGood, result.Plan is not null);
                Assert.Equal(isGood, result.Violations.Count == 0);
                if (result.Plan is not { } plan) return;
                Assert.Equal((from, Math.Min(windows, policy.Horizon), policy.History), (plan.Windows.StartMillis, plan.Windows.Count, plan.Windows.History));
                Assert.Equal(windows > policy.Horizon, result.Notes.Count == 1);
                foreach (PlannedQuery query in plan.Metrics.SelectMany(metric => metric.Queries))
                {
                    Assert.Contains(query.Side == Side.Baseline ? "version=\"v1\"" : "version=\"v2\"", query.Text);
                    Assert.DoesNotContain("$", query.Text);
                    Assert.Equal(plan.Windows.EndMillis, query.EndMillis);
                    long first = query.Side == Side.Baseline ? plan.Windows.HistoryStartMillis : plan.Windows.StartMillis;
                    bool isExpression = query.Reading == TermReading.Expression;
                    Assert.Equal(isExpression ? interval : 0, query.StepMillis);
                    Assert.Equal(isExpression ? first + interval : first - Math.Max(interval, 5 * Minute), query.StartMillis);
                }
            },
            iter: 300);

    private static JudgePlan Good(JudgeRequest request)
    {
        PlanResult result = Planner.Plan(request);
        Assert.Empty(result.Violations);
        return result.Plan!;
    }

    private static Violation Only(JudgeRequest request)
    {
        PlanResult result = Planner.Plan(request);
        Assert.Null(result.Plan);
        return Assert.Single(result.Violations);
    }
}
