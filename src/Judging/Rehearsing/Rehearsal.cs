using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Judging.Sequential;

namespace CanaryJudge.Judging.Rehearsing;

/// <summary>Judges rollouts that never were with the code that judges live ones.</summary>
internal static class Rehearsal
{
    /// <summary>The whole policy, all metrics healthy.</summary>
    /// <param name="stage">Forms the rollout.</param>
    /// <param name="policy">The rules.</param>
    /// <param name="rollout">Which one.</param>
    /// <returns>How it ended, and which metrics failed.</returns>
    public static (Rehearsed Result, bool[] Failed) Whole(Stage stage, CanaryPolicy policy, int rollout)
    {
        MetricWindows[] metrics = [.. Enumerable.Range(0, policy.Metrics.Count).Select(m => stage.Form(m, rollout, policy, injection: null))];
        Verdict verdict = Judge.Evaluate(policy, metrics);
        return (Rehearsed.Of(verdict), [.. verdict.Judgements.Select(j => j.Outcome == JudgementOutcome.Fail)]);
    }

    /// <summary>One metric as it stands in its policy: its own evidence against the threshold that all metrics together set.</summary>
    /// <param name="stage">Forms the rollout.</param>
    /// <param name="policy">The rules.</param>
    /// <param name="m">The metric's place.</param>
    /// <param name="rollout">Which one.</param>
    /// <param name="injection">What is made wrong; null for nothing.</param>
    /// <returns>Promote when the metric passed, rollback when its harm was found. Judges without evidence judge it as the only metric of the policy.</returns>
    public static Rehearsed One(Stage stage, CanaryPolicy policy, int m, int rollout, Injection? injection)
    {
        MetricWindows[] metric = [stage.Form(m, rollout, policy, injection)];
        // The rule for the horizon is about whole rollouts.
        CanaryPolicy alone = policy with { Metrics = [policy.Metrics[m]], AtHorizon = HorizonRule.Hold };
        if (policy.Judge != JudgeRule.Sequential)
        {
            return Rehearsed.Of(Judge.Evaluate(alone, metric));
        }

        SequentialRun run = new(alone, metric, ShareOf(policy, m));
        for (int k = 0; k < policy.Horizon && run.Outcome == VerdictOutcome.Pause; k++) run.Advance();
        return new Rehearsed(run.Outcome, run.WindowsElapsed);
    }

    // Alone, a metric would be given the whole budget of false rollbacks: it has its part of it.
    private static SequentialParameters ShareOf(CanaryPolicy policy, int m)
    {
        SequentialParameters all = SequentialParameters.Of(policy.Guarantee);
        double part = (double)StreamBuilder.Count(policy.Metrics[m]) / policy.Metrics.Sum(StreamBuilder.Count);
        return all with { Alpha = all.Alpha * part, LastLookAlpha = all.LastLookAlpha * part };
    }
}
