using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Kayenta;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Judging.Sequential;
using CanaryJudge.Judging.Thresholds;

namespace CanaryJudge.Judging;

/// <summary>The pure straight line from windows to verdict. Live runs, recordings and measurements that a caller sends all go through it: same windows, same verdict.</summary>
public static class Judge
{
    /// <summary>Compares every metric, then decides; at the horizon, where nothing is proven, by the policy's rule for it.</summary>
    /// <param name="policy">The rules.</param>
    /// <param name="metrics">The windows of every metric of the policy, in its order; all of one length.</param>
    /// <returns>The verdict with every judgement it stands on.</returns>
    /// <exception cref="ArgumentException">The windows are not those of the policy's metrics; the message names every violation.</exception>
    public static Verdict Evaluate(CanaryPolicy policy, IReadOnlyList<MetricWindows> metrics)
    {
        ThrowIfWrong(policy, metrics);
        return AtHorizon.Of(policy, policy.Judge switch
        {
            JudgeRule.Fixed => Decider.Decide(policy, [.. metrics.Select(m => FixedJudge.Judge(m, policy))], metrics[0].Baseline.Count),
            JudgeRule.Sequential => SequentialJudge.Judge(policy, metrics),
            JudgeRule.Threshold => ThresholdJudge.Judge(policy, metrics),
            JudgeRule.Kayenta => KayentaJudge.Judge(policy, metrics),
            _ => throw new ArgumentException($"The policy's judge {policy.Judge} is not known.", nameof(policy)),
        });
    }

    /// <summary>The same verdict, for one who asks again and again: a sequential judge goes on from the state of the last time and works through the new windows only.</summary>
    /// <param name="policy">The rules.</param>
    /// <param name="metrics">All windows so far of every metric of the policy, in its order; those of the last time as they were then.</param>
    /// <param name="state">The state of the last time; empty the first time.</param>
    /// <returns>The verdict that <see cref="Evaluate"/> gives, and the state for the next time.</returns>
    /// <exception cref="ArgumentException">The windows are not those of the policy's metrics; the message names every violation.</exception>
    public static ContinuedVerdict Continue(CanaryPolicy policy, IReadOnlyList<MetricWindows> metrics, ReadOnlySpan<byte> state)
    {
        if (policy.Judge != JudgeRule.Sequential) return new ContinuedVerdict(Evaluate(policy, metrics), [], state.IsEmpty ? null : StateRefusal.OtherRules);
        ThrowIfWrong(policy, metrics);
        ContinuedVerdict continued = SequentialJudge.Continue(policy, metrics, state);
        return continued with { Verdict = AtHorizon.Of(policy, continued.Verdict) };
    }

    private static void ThrowIfWrong(CanaryPolicy policy, IReadOnlyList<MetricWindows> metrics)
    {
        IReadOnlyList<string> violations = WindowsCheck.Violations(policy, metrics);
        if (violations.Count > 0) throw new ArgumentException(string.Join(" ", violations), nameof(metrics));
    }
}
