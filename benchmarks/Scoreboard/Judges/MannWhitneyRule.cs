using CanaryJudge.Judging.Deciding;
using CanaryJudge.Statistics;

namespace CanaryJudge.Benchmarks.Scoreboard;

/// <summary>What many write first: a one-sided Mann-Whitney test at 5 % on the windows so far, repeated every window from the sixth on.</summary>
internal sealed class MannWhitneyRule : IRolloutJudge
{
    private const double Level = 0.05;
    private const int LeastWindows = 6;

    /// <inheritdoc/>
    public Ruling Judge(Rollout rollout)
    {
        Reading[] readings = Reading.Of(rollout);
        for (int elapsed = Shape.WarmUp + LeastWindows; elapsed <= Shape.Windows; elapsed++)
        {
            if (readings.Any(r => IsWorse(r, elapsed))) return new Ruling(VerdictOutcome.Rollback, elapsed - Shape.WarmUp);
        }

        return new Ruling(VerdictOutcome.Promote, Shape.Windows - Shape.WarmUp);
    }

    private static bool IsWorse(Reading reading, int elapsed)
    {
        (double[] canary, double[] baseline) = reading.Sides(Shape.WarmUp, elapsed);
        if (canary.Length == 0 || baseline.Length == 0) return false;
        Alternative alternative = reading.RisesAreWorse ? Alternative.Greater : Alternative.Less;
        return MannWhitney.Test(canary, baseline, alternative, MannWhitneyMethod.Normal).P <= Level;
    }
}
