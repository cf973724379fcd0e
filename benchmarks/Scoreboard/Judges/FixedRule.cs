using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Benchmarks.Scoreboard;

/// <summary>Our fixed judge (98 % intervals against the margin), polled after every window or asked once at the horizon.</summary>
internal sealed class FixedRule(bool polled) : IRolloutJudge
{
    /// <inheritdoc/>
    public Ruling Judge(Rollout rollout)
    {
        CanaryPolicy policy = Shape.Policy(rollout);
        for (int elapsed = polled ? policy.WarmUp + 1 : policy.Horizon; elapsed <= policy.Horizon; elapsed++)
        {
            Judgement[] judgements = [.. rollout.Metrics.Select(m => FixedJudge.Judge(m.Until(elapsed), policy))];
            Verdict verdict = Decider.Decide(policy, judgements, elapsed);
            if (verdict.Outcome != VerdictOutcome.Pause) return new Ruling(verdict.Outcome, elapsed - policy.WarmUp);
        }

        return new Ruling(VerdictOutcome.Pause, policy.Horizon - policy.WarmUp);
    }
}
