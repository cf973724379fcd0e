using CanaryJudge.Benchmarks.Scoreboard;
using CanaryJudge.Judging;
using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Sequential;

namespace CanaryJudge.Scoreboard.Tests.Sequential;

/// <summary>What must hold of every verdict, whatever the rules are tuned to: tried on every family of the fleet and every kind of policy.</summary>
public sealed class SequentialLawTests
{
    private const int Seed = 22;
    private const int Rollouts = 6;

    public static TheoryData<string> Names => [.. Fleet.Families.Select(f => f.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Evidence_TheFutureReplaced_IsTheSameToTheBit(string name)
    {
        foreach (Variant variant in Fleets(name).Take(2).SelectMany(Variant.All))
        {
            for (int k = 5; k < variant.Policy.Horizon; k += 9)
            {
                SequentialRun whole = variant.Run(), blanked = variant.Map(m => Replaced(m, k)).Run();
                for (int i = 0; i < k; i++)
                {
                    whole.Advance();
                    blanked.Advance();
                }

                Assert.Equal(whole.Save(), blanked.Save());
                Assert.Equal(whole.Outcome, blanked.Outcome);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Verdict_OnceFinal_SaysTheSameWhateverCameLater(string name)
    {
        foreach (Variant variant in Fleets(name).SelectMany(Variant.All))
        {
            Verdict whole = Judge.Evaluate(variant.Policy, variant.Metrics);
            if (whole.Outcome == VerdictOutcome.Pause) continue;
            Verdict until = Judge.Evaluate(variant.Policy, variant.Until(whole.WindowsElapsed).Metrics);

            Assert.Equal((whole.Outcome, whole.WindowsElapsed, whole.Reason), (until.Outcome, until.WindowsElapsed, until.Reason));
            foreach ((var one, var other) in whole.Judgements.Zip(until.Judgements))
            {
                Assert.Equal((one.Outcome, one.Reason), (other.Outcome, other.Reason));
                Assert.Equal(one.Comparisons, other.Comparisons);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Verdict_BothSidesTheSame_IsNeverARollback(string name)
    {
        foreach (Variant variant in Fleets(name).SelectMany(Variant.All))
        {
            Assert.NotEqual(VerdictOutcome.Rollback, Judge.Evaluate(variant.Policy, variant.Map(m => m with { Canary = m.Baseline }).Metrics).Outcome);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Verdict_MetricsInAnotherOrder_IsTheSameToTheBit(string name)
    {
        foreach (Variant variant in Fleets(name).SelectMany(Variant.All).Where(v => v.Metrics.Count > 1))
        {
            Variant reversed = new(variant.Policy with { Metrics = [.. variant.Policy.Metrics.Reverse()] }, [.. variant.Metrics.Reverse()]);
            Verdict one = Judge.Evaluate(variant.Policy, variant.Metrics), other = Judge.Evaluate(reversed.Policy, reversed.Metrics);

            Assert.Equal((one.Outcome, one.WindowsElapsed), (other.Outcome, other.WindowsElapsed));
            foreach ((var a, var b) in one.Judgements.Zip(other.Judgements.Reverse()))
            {
                Assert.Equal((a.Outcome, a.Reason), (b.Outcome, b.Reason));
                Assert.Equal(a.Comparisons, b.Comparisons);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Verdict_EveryCanaryValueFurtherIntoHarm_StaysARollbackAndNeverBecomesAPromotion(string name)
    {
        foreach (Variant variant in Fleets(name).SelectMany(r => new[] { Variant.Of(r), Variant.Of(r) with { Metrics = Windows.WithoutHistory(r.Metrics) } }))
        {
            Verdict before = Judge.Evaluate(variant.Policy, variant.Metrics);
            foreach (double margins in new[] { 0.1, 0.6, 4, 300 })
            {
                Verdict after = Judge.Evaluate(variant.Policy, variant.Map(m => Harm.Worse(m, margins)).Metrics);
                string what = $"{name}: {before.Outcome} at {before.WindowsElapsed}, {margins} margins worse {after.Outcome} at {after.WindowsElapsed}";
                if (before.Outcome == VerdictOutcome.Rollback) Assert.True(after.Outcome == VerdictOutcome.Rollback, what);
                else if (before.Outcome == VerdictOutcome.Pause) Assert.True(after.Outcome != VerdictOutcome.Promote, what);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Verdict_UnitsTimesAPowerOfTwo_IsTheSame(string name)
    {
        foreach (Variant variant in Fleets(name).SelectMany(Variant.All))
        {
            Verdict before = Judge.Evaluate(variant.Policy, variant.Metrics);
            foreach (int power in new[] { -20, 3, 30 })
            {
                Variant scaled = variant.Map(m => Units.Scaled(m, power));
                Verdict after = Judge.Evaluate(scaled.Policy, scaled.Metrics);

                Assert.Equal((before.Outcome, before.WindowsElapsed), (after.Outcome, after.WindowsElapsed));
                foreach ((var a, var b) in before.Judgements.Zip(after.Judgements))
                {
                    Assert.Equal(a.Outcome, b.Outcome);
                    foreach ((var one, var other) in a.Comparisons.Zip(b.Comparisons))
                    {
                        // Logarithms of scaled values round differently: bits are the same only where none is taken.
                        double tolerance = a.Windows.Metric.Margin.IsRelative ? 1e-7 : 0;
                        Near(one.Evidence?.LogHarm, other.Evidence?.LogHarm, tolerance);
                        Near(one.Evidence?.LogSafe, other.Evidence?.LogSafe, tolerance);
                    }
                }
            }
        }

        static void Near(double? one, double? other, double tolerance)
        {
            if (one is double a && other is double b && a != b) Assert.Equal(a, b, tolerance * Math.Max(1, Math.Abs(a)));
            else Assert.Equal(one, other);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Verdict_AHealthyMetricAdded_MayDelayAPromotionAndNeverTurnsItIntoARollback(string name)
    {
        MetricWindows added = Fleet.Make(Fleet.Families.Single(f => f.Name == "series_correlated"), 3, Seed).Metrics[0];
        added = added with { Metric = added.Metric with { Name = "added" }, Canary = added.Baseline };
        foreach (Variant variant in Fleets(name).SelectMany(Variant.All))
        {
            Verdict before = Judge.Evaluate(variant.Policy, variant.Metrics);
            if (before.Outcome != VerdictOutcome.Promote) continue;
            Variant more = new(variant.Policy with { Metrics = [.. variant.Policy.Metrics, added.Metric] }, [.. variant.Metrics, added]);
            Variant until = more.Until(before.WindowsElapsed);

            Assert.NotEqual(VerdictOutcome.Rollback, Judge.Evaluate(until.Policy, until.Metrics).Outcome);
        }
    }

    private static IEnumerable<Rollout> Fleets(string name) => Enumerable.Range(0, Rollouts).Select(i => Fleet.Make(Fleet.Families.Single(f => f.Name == name), i, Seed));

    // A future without data, and one that is total harm: neither may be seen.
    private static MetricWindows Replaced(MetricWindows metric, int from) => metric with { Baseline = Future.Missing(metric.Baseline, from), Canary = Future.Reversed(metric.Canary, from) };
}
