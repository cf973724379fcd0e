using CanaryJudge.Judging.Deciding;

namespace CanaryJudge.Benchmarks.Scoreboard;

/// <summary>Flagger from its public documentation: each interval every metric of the canary is held against a limit, failed checks add up, enough passed ones promote.</summary>
/// <remarks>As in its examples: a rollback at five failed checks, a promotion after ten passed ones, a query without values is a failed check. The first window is the one after warm-up.</remarks>
internal sealed class FlaggerRule : IRolloutJudge
{
    private const int Threshold = 5;
    private const int Iterations = 10;

    /// <inheritdoc/>
    public Ruling Judge(Rollout rollout)
    {
        Reading[] readings = Reading.Of(rollout);
        int failed = 0, passed = 0;
        for (int k = Shape.WarmUp; k < Shape.Windows; k++)
        {
            bool fails = readings.Any(r => r.Canary(k, k + 1) is double value && (double.IsNaN(value) || r.IsBeyond(value)));
            if (fails ? ++failed >= Threshold : ++passed >= Iterations) return new Ruling(fails ? VerdictOutcome.Rollback : VerdictOutcome.Promote, k + 1 - Shape.WarmUp);
        }

        return new Ruling(VerdictOutcome.Pause, Shape.Windows - Shape.WarmUp);
    }
}
