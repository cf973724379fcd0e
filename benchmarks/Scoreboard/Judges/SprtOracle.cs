using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Statistics;

namespace CanaryJudge.Benchmarks.Scoreboard;

/// <summary>Wald's test for an error ratio by one who knows the true rate: on which side errors fall, against the share that the margin would give. What cannot be had in production.</summary>
/// <remarks>Wald (1945). Error chances 1 % and 5 %. Only for families whose rate is one constant and whose errors are independent.</remarks>
internal sealed class SprtOracle : IRolloutJudge
{
    private static readonly WaldSprt Test = new(0.01, 0.05);

    /// <inheritdoc/>
    public bool CanJudge(Rollout rollout) => rollout.KnownRate is not null;

    /// <inheritdoc/>
    public Ruling Judge(Rollout rollout)
    {
        (RatioWindows baseline, RatioWindows canary) = ((RatioWindows)rollout.Metrics[0].Baseline, (RatioWindows)rollout.Metrics[0].Canary);
        double rate = rollout.KnownRate!.Value;
        double worse = rate + rollout.Metrics[0].Metric.Margin.At(rate);
        double evidence = 0;
        for (int k = Shape.WarmUp; k < Shape.Windows; k++)
        {
            double share = canary.Total[k] / (canary.Total[k] + baseline.Total[k]);
            double harmed = canary.Total[k] * worse / (canary.Total[k] * worse + baseline.Total[k] * rate);
            evidence += canary.Bad[k] * Math.Log(harmed / share) + baseline.Bad[k] * Math.Log((1 - harmed) / (1 - share));
            if (evidence >= Test.UpperBoundary) return new Ruling(VerdictOutcome.Rollback, k + 1 - Shape.WarmUp);
            if (evidence <= Test.LowerBoundary) return new Ruling(VerdictOutcome.Promote, k + 1 - Shape.WarmUp);
        }

        return new Ruling(VerdictOutcome.Pause, Shape.Windows - Shape.WarmUp);
    }
}
