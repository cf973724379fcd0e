using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Benchmarks.Scoreboard;

/// <summary>Our threshold judge with its defaults: it goes through the windows itself.</summary>
internal sealed class ThresholdRule : IRolloutJudge
{
    /// <inheritdoc/>
    public Ruling Judge(Rollout rollout)
    {
        Verdict verdict = Judging.Judge.Evaluate(Shape.Policy(rollout) with { Judge = JudgeRule.Threshold }, rollout.Metrics);
        return new Ruling(verdict.Outcome, verdict.WindowsElapsed - Shape.WarmUp);
    }
}
