using CanaryJudge.Judging.Deciding;

namespace CanaryJudge.Benchmarks.Scoreboard;

/// <summary>Argo Rollouts from its public documentation: a background analysis measures the canary over five minutes every five minutes until the rollout ends.</summary>
/// <remarks>As in its examples: more failed measurements than failureLimit 3 of one metric abort; so do more than four errors in a row (no value), its default.</remarks>
internal sealed class ArgoRolloutsRule : IRolloutJudge
{
    private const int Every = 5;
    private const int FailureLimit = 3;
    private const int ErrorLimit = 4;

    /// <inheritdoc/>
    public Ruling Judge(Rollout rollout)
    {
        Reading[] readings = Reading.Of(rollout);
        int[] failed = new int[readings.Length], errors = new int[readings.Length];
        for (int end = Shape.WarmUp + Every; end <= Shape.Windows; end += Every)
        {
            for (int i = 0; i < readings.Length; i++)
            {
                double value = readings[i].Canary(end - Every, end);
                errors[i] = double.IsNaN(value) ? errors[i] + 1 : 0;
                if (readings[i].IsBeyond(value)) failed[i]++;
                if (failed[i] > FailureLimit || errors[i] > ErrorLimit) return new Ruling(VerdictOutcome.Rollback, end - Shape.WarmUp);
            }
        }

        return new Ruling(VerdictOutcome.Promote, Shape.Windows - Shape.WarmUp);
    }
}
