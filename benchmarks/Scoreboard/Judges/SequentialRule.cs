using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Judging.Sequential;

namespace CanaryJudge.Benchmarks.Scoreboard;

/// <summary>Our sequential judge, asked after every window.</summary>
internal sealed class SequentialRule(SequentialParameters parameters, bool history = true) : IRolloutJudge
{
    /// <inheritdoc/>
    public Ruling Judge(Rollout rollout)
    {
        CanaryPolicy policy = Shape.Policy(rollout);
        SequentialRun run = new(policy, history ? rollout.Metrics : Windows.WithoutHistory(rollout.Metrics), parameters);
        for (int k = 0; k < policy.Horizon && run.Outcome == VerdictOutcome.Pause; k++) run.Advance();
        return new Ruling(run.Outcome, run.WindowsElapsed - policy.WarmUp);
    }
}
