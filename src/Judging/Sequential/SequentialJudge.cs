using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Sequential;

/// <summary>The judge that may be asked at any moment: it goes through the windows in order and stays with its first final verdict.</summary>
/// <remarks>Asking it after every window, or once at the end, gives the same verdict at the same window: a poll costs no error probability.</remarks>
public static class SequentialJudge
{
    /// <summary>Judges the windows that have elapsed.</summary>
    /// <param name="policy">The rules.</param>
    /// <param name="metrics">The windows of every metric of the policy, in its order; all of one length. Windows beyond the horizon are not judged.</param>
    /// <returns>The verdict, at the window at which it became final.</returns>
    public static Verdict Judge(CanaryPolicy policy, IReadOnlyList<MetricWindows> metrics)
    {
        SequentialRun run = new(policy, metrics, SequentialParameters.Of(policy.Guarantee));
        int elapsed = Math.Min(metrics[0].Baseline.Count, policy.Horizon);
        for (int k = 0; k < elapsed && run.Outcome == VerdictOutcome.Pause; k++) run.Advance();
        Judgement[] judgements = [.. metrics.Select((metric, m) => SequentialJudgement.Of(run, policy, metric, m, run.WindowsElapsed))];
        return new Verdict { Outcome = run.Outcome, Reason = Reason(run, policy, judgements), Judgements = judgements, WindowsElapsed = run.WindowsElapsed };
    }

    private static string Reason(SequentialRun run, CanaryPolicy policy, Judgement[] judgements) => run.Outcome switch
    {
        VerdictOutcome.Rollback => string.Join(" ", judgements.Where(j => j.Outcome == JudgementOutcome.Fail).Select(j => j.Reason)),
        VerdictOutcome.Promote => Decider.PassReason(judgements),
        _ when judgements.Any(j => j.Outcome == JudgementOutcome.Error) => Decider.PauseReason(judgements),
        _ when run.WindowsElapsed >= policy.Horizon => $"The horizon of {policy.Horizon} windows is reached without proof either way. {Decider.PauseReason(judgements)}",
        _ => Decider.PauseReason(judgements),
    };
}
