using System.Text.Json;
using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Judging.Sequential;

namespace CanaryJudge.Judging.Tests.Sequential;

public sealed class SequentialRunTests
{
    // The published curves are rounded to twelve digits; what is left is the order of sums.
    private const double Tolerance = 1e-8;

    public static TheoryData<string, bool> Published => new(Curves.All.SelectMany(r => new[] { (r.Id, false), (r.Id, true) }));

    public static TheoryData<string> Ids => new(Curves.All.Select(r => r.Id));

    [Theory]
    [MemberData(nameof(Published))]
    public void PlainDesign_EveryWindow_GivesThePublishedEvidence(string id, bool history)
    {
        Curves.Rollout rollout = Curves.All.Single(r => r.Id == id);
        JsonElement[] published = [.. rollout.Published.GetProperty(history ? "strict_history" : "strict").GetProperty("streams").EnumerateArray()];
        // A verdict ends a run; thresholds out of reach let the curves be read to the end.
        SequentialRun run = new(rollout.Policy, history ? rollout.Metrics : rollout.WithoutHistory, SequentialParameters.Plain with { Alpha = 1e-300, Beta = 1e-300 });
        for (int k = 0; k < rollout.Horizon; k++)
        {
            run.Advance();
            if (k < rollout.WarmUp) continue;
            EvidenceStream[] streams = [.. run.Streams.SelectMany(s => s).Select(s => s!)];
            Assert.Equal(published.Length, streams.Length);
            for (int s = 0; s < streams.Length && run.Outcome == VerdictOutcome.Pause; s++)
            {
                JsonElement harm = published[s].GetProperty("ln_e_harm")[k - rollout.WarmUp];
                AssertClose(harm.ValueKind == JsonValueKind.Null ? double.PositiveInfinity : harm.GetDouble(), streams[s].LogHarm);
                AssertClose(published[s].GetProperty("ln_e_safe")[k - rollout.WarmUp].GetDouble(), streams[s].LogSafe);
                if (published[s].GetProperty("hold").ValueKind == JsonValueKind.Array) Assert.Equal(published[s].GetProperty("hold")[k - rollout.WarmUp].GetBoolean(), streams[s].Holds);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Published))]
    public void PlainDesign_Verdict_IsThePublishedOneAtItsWindow(string id, bool history)
    {
        Curves.Rollout rollout = Curves.All.Single(r => r.Id == id);
        JsonElement published = rollout.Published.GetProperty(history ? "strict_history" : "strict");
        SequentialRun run = new(rollout.Policy, history ? rollout.Metrics : rollout.WithoutHistory, SequentialParameters.Plain);
        for (int k = 0; k < rollout.Horizon; k++) run.Advance();

        Assert.Equal(published.GetProperty("verdict").GetString(), run.Outcome.ToString().ToLowerInvariant());
        Assert.Equal(published.GetProperty("interval").GetInt32(), run.WindowsElapsed);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Judge_TheFutureBlanked_GivesTheSameVerdictAtTheSameWindow(string id)
    {
        Curves.Rollout rollout = Curves.All.Single(r => r.Id == id);
        Verdict whole = Judge.Evaluate(rollout.Policy, rollout.Metrics);
        Verdict until = Judge.Evaluate(rollout.Policy, [.. rollout.Metrics.Select(m => Cut(m, whole.WindowsElapsed))]);

        Assert.Equal(whole.Outcome, until.Outcome);
        Assert.Equal(whole.WindowsElapsed, until.WindowsElapsed);
        Assert.Equal(whole.Reason, until.Reason);
        if (whole.WindowsElapsed > rollout.WarmUp + 1 && whole.Outcome != VerdictOutcome.Pause)
        {
            Assert.Equal(VerdictOutcome.Pause, Judge.Evaluate(rollout.Policy, [.. rollout.Metrics.Select(m => Cut(m, whole.WindowsElapsed - 1))]).Outcome);
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Judge_BothSidesTheSame_IsNeverARollback(string id)
    {
        Curves.Rollout rollout = Curves.All.Single(r => r.Id == id);

        Assert.NotEqual(VerdictOutcome.Rollback, Judge.Evaluate(rollout.Policy, [.. rollout.Metrics.Select(m => m with { Canary = m.Baseline })]).Outcome);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Judge_NoCanaryData_NeverPromotes(string id)
    {
        Curves.Rollout rollout = Curves.All.Single(r => r.Id == id);
        IReadOnlyList<MetricWindows> silent = [.. rollout.Metrics.Select((m, i) => i == 0 ? m with { Canary = Silent(m.Canary) } : m)];
        IReadOnlyList<MetricWindows> strict = [.. silent.Select(m => m with { Metric = m.Metric with { Missing = MissingRule.Fail } })];

        Assert.NotEqual(VerdictOutcome.Promote, Judge.Evaluate(rollout.Policy, silent).Outcome);
        Assert.Equal(VerdictOutcome.Rollback, Judge.Evaluate(rollout.Policy with { Metrics = [.. strict.Select(m => m.Metric)] }, strict).Outcome);
    }

    [Fact]
    public void Judge_OrderOfMetrics_DoesNotMatter()
    {
        Curves.Rollout rollout = Curves.All.First(r => r.Metrics.Count > 1);
        Verdict forward = Judge.Evaluate(rollout.Policy, rollout.Metrics);
        Verdict backward = Judge.Evaluate(rollout.Policy with { Metrics = [.. rollout.Policy.Metrics.Reverse()] }, [.. rollout.Metrics.Reverse()]);

        Assert.Equal(forward.Outcome, backward.Outcome);
        Assert.Equal(forward.WindowsElapsed, backward.WindowsElapsed);
    }

    [Fact]
    public void Judge_EveryRollout_GivesItsReasonAndNumbers()
    {
        foreach (Curves.Rollout rollout in Curves.All)
        {
            Verdict verdict = Judge.Evaluate(rollout.Policy, rollout.Metrics);

            Assert.NotEmpty(verdict.Reason);
            Assert.DoesNotContain("NaN", verdict.Reason, StringComparison.Ordinal);
            Assert.DoesNotContain("anything to anything", verdict.Reason, StringComparison.Ordinal);
            Assert.All(verdict.Judgements, j => Assert.All(j.Comparisons, c => Assert.NotNull(c.Evidence)));
        }
    }

    private static MetricWindows Cut(MetricWindows m, int count) => m with { Baseline = Cut(m.Baseline, count), Canary = Cut(m.Canary, count) };

    private static SideWindows Cut(SideWindows side, int count) => side switch
    {
        RatioWindows r => new RatioWindows(r.Bad[..count], r.Total[..count]),
        HistogramWindows h => new HistogramWindows(h.Bounds, h.ToRows()[..count]),
        SeriesWindows s => new SeriesWindows(s.Values[..count]),
        _ => throw new ArgumentException(side.GetType().Name, nameof(side)),
    };

    private static SideWindows Silent(SideWindows side) => side switch
    {
        RatioWindows r => new RatioWindows(Missing(r.Count), Missing(r.Count)),
        HistogramWindows h => new HistogramWindows(h.Bounds, new double[]?[h.Count]),
        _ => new SeriesWindows(Missing(side.Count)),
    };

    private static double[] Missing(int count) => [.. Enumerable.Repeat(double.NaN, count)];

    private static void AssertClose(double expected, double actual)
    {
        if (double.IsInfinity(expected)) Assert.Equal(expected, actual);
        else Assert.InRange(actual, expected - Tolerance * Math.Max(1, Math.Abs(expected)), expected + Tolerance * Math.Max(1, Math.Abs(expected)));
    }
}
