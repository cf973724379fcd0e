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
        return Conclude(new SequentialRun(policy, metrics, SequentialParameters.Of(policy.Guarantee)), policy, metrics);
    }

    /// <summary>Judges the windows that have elapsed, from a state on.</summary>
    /// <param name="policy">The rules.</param>
    /// <param name="metrics">As for <see cref="Judge"/>; the windows of the state are among them, as they were.</param>
    /// <param name="state">The state of an earlier call; empty for none.</param>
    /// <returns>The verdict of <see cref="Judge"/>, whether the state could be used or not.</returns>
    public static ContinuedVerdict Continue(CanaryPolicy policy, IReadOnlyList<MetricWindows> metrics, ReadOnlySpan<byte> state)
    {
        SequentialParameters parameters = SequentialParameters.Of(policy.Guarantee);
        ResumedRun resumed = state.IsEmpty ? default : SequentialRun.Resume(policy, metrics, parameters, state);
        SequentialRun run = resumed.Run ?? new SequentialRun(policy, metrics, parameters);
        return new ContinuedVerdict(Conclude(run, policy, metrics), run.Save(), resumed.Refusal);
    }

    private static Verdict Conclude(SequentialRun run, CanaryPolicy policy, IReadOnlyList<MetricWindows> metrics)
    {
        int elapsed = Math.Min(metrics[0].Baseline.Count, policy.Horizon);
        while (run.WindowsElapsed < elapsed && run.Outcome == VerdictOutcome.Pause) run.Advance();
        Judgement[] judgements = new Judgement[metrics.Count];
        for (int m = 0; m < judgements.Length; m++) judgements[m] = SequentialJudgement.Of(run, policy, metrics[m], m, run.WindowsElapsed);
        return new Verdict { Outcome = run.Outcome, Reason = Reason(run, policy, judgements), Judgements = judgements, WindowsElapsed = run.WindowsElapsed };
    }

    private static string Reason(SequentialRun run, CanaryPolicy policy, Judgement[] judgements) => run.Outcome switch
    {
        VerdictOutcome.Rollback => string.Join(" ", judgements.Where(j => j.Outcome == JudgementOutcome.Fail).Select(j => j.Reason)),
        VerdictOutcome.Promote => Decider.PassReason(judgements),
        _ when Array.Exists(judgements, j => j.Outcome == JudgementOutcome.Error) => Decider.PauseReason(judgements),
        _ when run.WindowsElapsed >= policy.Horizon => $"The horizon of {Counted.Of(policy.Horizon, "window")} is reached without proof either way. {Decider.PauseReason(judgements)}",
        _ => Decider.PauseReason(judgements),
    };
}
