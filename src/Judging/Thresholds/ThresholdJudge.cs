using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Thresholds;

/// <summary>The judge of limits: window by window each metric's canary is checked against its margin to the baseline and its own limit; failed and passed checks are counted.</summary>
/// <remarks>
/// So do Flagger and Argo Rollouts; here both sides of a check are summed counts over the same windows. A check knows no noise: how often a healthy canary is rolled back
/// depends on its traffic and is not controlled. The first final verdict stays; windows after it, and beyond the horizon, are not looked at.
/// </remarks>
public static class ThresholdJudge
{
    /// <summary>Judges the windows that have elapsed.</summary>
    /// <param name="policy">The rules.</param>
    /// <param name="metrics">The windows of every metric of the policy, in its order; all of one length.</param>
    /// <returns>The verdict, at the window at which it became final.</returns>
    /// <remarks>O(n) in the windows.</remarks>
    public static Verdict Judge(CanaryPolicy policy, IReadOnlyList<MetricWindows> metrics)
    {
        MetricChecks[] checks = [.. metrics.Select(metric => new MetricChecks(metric, policy))];
        int count = Math.Min(metrics[0].Baseline.Count, policy.Horizon), elapsed = 0;
        VerdictOutcome outcome = VerdictOutcome.Pause;
        while (elapsed < count && outcome == VerdictOutcome.Pause)
        {
            foreach (MetricChecks metric in checks) metric.Add(elapsed);
            elapsed++;
            outcome = Outcome(checks, policy, elapsed);
        }

        Judgement[] judgements = [.. checks.Select(metric => ThresholdJudgement.Of(metric, policy, elapsed, MayPromote(policy, elapsed)))];
        return new Verdict { Outcome = outcome, Reason = Reason(outcome, policy, judgements, elapsed), Judgements = judgements, WindowsElapsed = elapsed };
    }

    private static VerdictOutcome Outcome(MetricChecks[] checks, CanaryPolicy policy, int elapsed)
    {
        if (elapsed <= policy.WarmUp) return VerdictOutcome.Pause;
        if (checks.Any(metric => metric.HasFailed)) return VerdictOutcome.Rollback;
        return MayPromote(policy, elapsed) && checks.All(metric => metric.HasPassed) ? VerdictOutcome.Promote : VerdictOutcome.Pause;
    }

    private static bool MayPromote(CanaryPolicy policy, int elapsed) => policy.Threshold.Passes > 0 || elapsed == policy.Horizon;

    private static string Reason(VerdictOutcome outcome, CanaryPolicy policy, Judgement[] judgements, int elapsed) => outcome switch
    {
        VerdictOutcome.Rollback => string.Join(" ", judgements.Where(j => j.Outcome == JudgementOutcome.Fail).Select(j => j.Reason)),
        VerdictOutcome.Promote => Decider.PassReason(judgements),
        _ when elapsed >= policy.Horizon => $"The horizon of {Counted.Of(policy.Horizon, "window")} is reached without a verdict. {Decider.PauseReason(judgements)}",
        _ => Decider.PauseReason(judgements),
    };
}
