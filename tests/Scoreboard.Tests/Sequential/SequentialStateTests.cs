using System.Reflection;
using CanaryJudge.Benchmarks.Scoreboard;
using CanaryJudge.Judging;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Judging.Sequential;
using CsCheck;

namespace CanaryJudge.Scoreboard.Tests.Sequential;

/// <summary>The state of a run: what is written after a window leads on to the same bits, and what is not its own is refused by name.</summary>
public sealed class SequentialStateTests
{
    private const int Seed = 21;

    public static TheoryData<string> Names => [.. Fleet.Families.Select(f => f.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Run_SavedAndResumedBetweenAnyTwoWindows_HasTheSameBits(string name)
    {
        foreach (Variant variant in Rollouts(name).SelectMany(Variant.All))
        {
            SequentialRun straight = variant.Run();
            SequentialRun broken = variant.Until(0).Run();
            for (int k = 0; k < variant.Policy.Horizon; k++)
            {
                ResumedRun resumed = SequentialRun.Resume(variant.Policy, variant.Until(k + 1).Metrics, variant.Parameters, broken.Save());
                Assert.Null(resumed.Refusal);
                broken = resumed.Run!;
                straight.Advance();
                broken.Advance();

                // The state holds every number that later windows depend on.
                Assert.Equal(straight.Save(), broken.Save());
                Assert.Equal((straight.Outcome, straight.WindowsElapsed), (broken.Outcome, broken.WindowsElapsed));
                Assert.Equal(Evidence(straight), Evidence(broken));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Judge_ContinuedAfterEveryWindow_SaysWhatItSaysAtOnce(string name)
    {
        foreach (Variant variant in Rollouts(name).SelectMany(Variant.All))
        {
            byte[] state = [];
            for (int k = 1; k <= variant.Policy.Horizon; k += 4)
            {
                Variant until = variant.Until(k);
                ContinuedVerdict continued = Judge.Continue(until.Policy, until.Metrics, state);
                Verdict whole = Judge.Evaluate(until.Policy, until.Metrics);

                Assert.Null(continued.Refusal);
                AssertSame(whole, continued.Verdict);
                state = continued.State;
            }
        }
    }

    [Fact]
    public void Run_ContinuedWithGrownWindows_GoesOnAsThoughTheyHadBeenThere()
    {
        Variant variant = Variant.Of(Fleet.Make(Fleet.Families.Single(f => f.Name == "multi_ten"), 0, Seed));
        SequentialRun straight = variant.Run();
        SequentialRun grown = variant.Until(10).Run();
        for (int k = 0; k < 10; k++) grown.Advance();
        Assert.Equal("grown", Assert.Throws<ArgumentException>(() => grown.Continue(variant.Until(9).Metrics)).ParamName);
        Assert.Equal("grown", Assert.Throws<ArgumentException>(() => grown.Continue([variant.Metrics[0]])).ParamName);
        grown.Continue(variant.Metrics);
        for (int k = 10; k < 40; k++) grown.Advance();
        for (int k = 0; k < 40; k++) straight.Advance();

        Assert.Equal(straight.Save(), grown.Save());
    }

    [Fact]
    public void Resume_StateOfOtherRules_IsRefused()
    {
        (Variant variant, byte[] state) = Saved("multi_ten");
        CanaryPolicy policy = variant.Policy;
        Assert.Equal(StateRefusal.OtherRules, Refusal(variant with { Policy = policy with { WarmUp = 2 } }));
        Assert.Equal(StateRefusal.OtherRules, Refusal(variant with { Policy = policy with { Horizon = 61 } }));
        Func<MetricPolicy, MetricPolicy>[] changes =
        [
            m => m with { Name = m.Name + "2" }, m => m with { Direction = Direction.Either }, m => m with { Missing = MissingRule.Fail }, m => m with { Resource = !m.Resource },
            m => m with { Margin = Margin.Absolute(0.0051) }, m => m with { Margin = Margin.Relative(0.1, 0.001) }, m => m with { Quantiles = [0.5, 0.98] },
        ];
        foreach (Func<MetricPolicy, MetricPolicy> change in changes) Assert.Equal(StateRefusal.OtherRules, Refusal(variant.Map(m => m with { Metric = change(m.Metric) })));
        Assert.Equal(StateRefusal.OtherRules, Refusal(variant with { Policy = policy with { Metrics = [.. policy.Metrics.Reverse()] } }));

        // What evidence does not depend on may change.
        Assert.Null(Refusal(variant with { Policy = policy with { Confidence = 0.9, Name = "other", FailShare = 0.1 } }));

        StateRefusal? Refusal(Variant other) => SequentialRun.Resume(other.Policy, other.Metrics, other.Parameters, state).Refusal;
    }

    [Fact]
    public void Resume_AnyConstantChanged_IsRefused()
    {
        (Variant variant, byte[] state) = Saved("ratio_steady");
        PropertyInfo[] members = [.. typeof(SequentialParameters).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite)];
        Assert.NotEmpty(members);
        foreach (PropertyInfo member in members)
        {
            SequentialParameters changed = variant.Parameters with { };
            member.SetValue(changed, member.GetValue(changed) switch
            {
                bool flag => !flag,
                int whole => whole + 1,
                double number => number + 0.001,
                var other => throw new InvalidOperationException($"{member.Name} is {other}: say here how it is changed, and add it to Fingerprint."),
            });

            StateRefusal? refusal = SequentialRun.Resume(variant.Policy, variant.Metrics, changed, state).Refusal;
            Assert.True(refusal == StateRefusal.OtherRules, $"{member.Name} is not in Fingerprint.");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Resume_StateOfOtherWindows_IsRefused(string name)
    {
        (Variant variant, byte[] state) = Saved(name);
        Assert.Equal(StateRefusal.OtherWindows, Refusal(variant.Until(11)));
        Assert.Equal(StateRefusal.OtherWindows, Refusal(variant.Map(m => m with { Canary = m.Baseline })));
        Assert.Equal(StateRefusal.OtherWindows, Refusal(variant with { Metrics = Windows.WithoutHistory(variant.Metrics) }));
        Assert.Null(Refusal(variant.Until(12)));

        StateRefusal? Refusal(Variant other) => SequentialRun.Resume(other.Policy, other.Metrics, other.Parameters, state).Refusal;
    }

    [Fact]
    public void Resume_AnyBytes_AreRefusedByNameAndNeverThrow()
    {
        (Variant variant, byte[] state) = Saved("multi_ten");
        Assert.Equal(StateRefusal.NotAState, Refusal([]));
        Assert.Equal(StateRefusal.NotAState, Refusal(state[..31]));
        Assert.Equal(StateRefusal.Damaged, Refusal(state[..^1]));
        Assert.Equal(StateRefusal.Damaged, Refusal(state[..^8]));
        Assert.Equal(StateRefusal.Damaged, Refusal([.. state, .. new byte[8]]));
        byte[] later = [.. state];
        later[6]++;
        Assert.Equal(StateRefusal.OtherVersion, Refusal(later));
        Gen.Select(Gen.Int[0, state.Length - 1], Gen.Int[0, 7]).Sample((at, bit) =>
        {
            byte[] changed = [.. state];
            changed[at] ^= (byte)(1 << bit);
            Assert.NotNull(Refusal(changed));
        });
        Gen.Byte.Array[0, 200].Sample(bytes => Assert.Equal(StateRefusal.NotAState, Refusal(bytes)));

        StateRefusal? Refusal(byte[] bytes) => SequentialRun.Resume(variant.Policy, variant.Metrics, variant.Parameters, bytes).Refusal;
    }

    [Fact]
    public void Continue_RefusedState_JudgesFromTheFirstWindowAndSaysSo()
    {
        (Variant variant, byte[] state) = Saved("series_correlated");
        Variant other = variant.Map(m => m with { Canary = m.Baseline });
        ContinuedVerdict continued = Judge.Continue(other.Policy, other.Metrics, state);

        Assert.Equal(StateRefusal.OtherWindows, continued.Refusal);
        AssertSame(Judge.Evaluate(other.Policy, other.Metrics), continued.Verdict);
        Assert.Null(Judge.Continue(other.Policy, other.Metrics, continued.State).Refusal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Advance_OnceThereIsAReference_AllocatesNothing(string name)
    {
        Variant variant = Variant.Of(Rollouts(name).First());
        SequentialParameters far = variant.Parameters with { Alpha = 1e-300, Beta = 1e-300 };
        long allocated = Allocated();

        Assert.Equal(0, Math.Min(allocated, Allocated())); // the first time may compile

        long Allocated()
        {
            SequentialRun run = new(variant.Policy, variant.Metrics, far);
            for (int k = 0; k < 12; k++) run.Advance();
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int k = 12; k < 59; k++) run.Advance();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private static IEnumerable<Rollout> Rollouts(string name) => [Fleet.Make(Fleet.Families.Single(f => f.Name == name), 0, Seed), Fleet.Make(Fleet.Families.Single(f => f.Name == name), 1, Seed)];

    private static (Variant Variant, byte[] State) Saved(string name)
    {
        Variant variant = Variant.Of(Fleet.Make(Fleet.Families.Single(f => f.Name == name), 0, Seed));
        SequentialRun run = variant.Run();
        while (run.WindowsElapsed < 12 && run.Outcome == VerdictOutcome.Pause) run.Advance();
        // A verdict before the twelfth window would make the tests of its windows say nothing.
        return run.WindowsElapsed == 12 ? (variant, run.Save()) : Unjudged(variant);
    }

    private static (Variant Variant, byte[] State) Unjudged(Variant variant)
    {
        // Too few windows for a promotion, and no way to be worse: both sides hold the same numbers but for one.
        Variant longer = variant with { Policy = variant.Policy with { WarmUp = 11 } };
        SequentialRun run = longer.Run();
        for (int k = 0; k < 12; k++) run.Advance();
        Assert.Equal(12, run.WindowsElapsed);
        return (longer, run.Save());
    }

    private static double[] Evidence(SequentialRun run) => [.. run.Streams.SelectMany(streams => streams).SelectMany(s => s is null ? [] : new[] { s.LogHarm, s.LogSafe, s.Windows, s.Holds ? 1 : 0 })];

    private static void AssertSame(Verdict expected, Verdict actual)
    {
        Assert.Equal((expected.Outcome, expected.WindowsElapsed, expected.Reason), (actual.Outcome, actual.WindowsElapsed, actual.Reason));
        foreach ((var one, var other) in expected.Judgements.Zip(actual.Judgements))
        {
            Assert.Equal((one.Outcome, one.Reason), (other.Outcome, other.Reason));
            Assert.Equal(one.Comparisons, other.Comparisons);
        }
    }
}
