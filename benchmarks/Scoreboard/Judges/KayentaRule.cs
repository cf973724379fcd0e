using CanaryJudge.Judging.Deciding;
using CanaryJudge.Statistics;

namespace CanaryJudge.Benchmarks.Scoreboard;

/// <summary>Kayenta's judge from its public documentation: each metric by the 98 % Mann-Whitney interval with a tolerance of 25 %, the score is the share that pass.</summary>
/// <remarks>
/// Below the marginal threshold (75) an analysis fails at once; at the end it needs the pass threshold (95). Direction set, no critical metrics, no data is left out of the score.
/// The benefit of the doubt: with fewer than six windows it is not asked.
/// </remarks>
internal sealed class KayentaRule(bool polled) : IRolloutJudge
{
    private const double Marginal = 75;
    private const double Pass = 95;
    private const int LeastWindows = 6;

    /// <inheritdoc/>
    public Ruling Judge(Rollout rollout)
    {
        Reading[] readings = Reading.Of(rollout);
        for (int elapsed = polled ? Shape.WarmUp + LeastWindows : Shape.Windows; elapsed < Shape.Windows; elapsed++)
        {
            if (Score(readings, elapsed) < Marginal) return new Ruling(VerdictOutcome.Rollback, elapsed - Shape.WarmUp);
        }

        bool passes = Score(readings, Shape.Windows) >= Pass;
        return new Ruling(passes ? VerdictOutcome.Promote : VerdictOutcome.Rollback, Shape.Windows - Shape.WarmUp);
    }

    // NaN without data, which neither fails a poll nor passes the end.
    private static double Score(Reading[] readings, int elapsed)
    {
        int passed = 0, judged = 0;
        foreach (Reading reading in readings)
        {
            (double[] canary, double[] baseline) = reading.Sides(Shape.WarmUp, elapsed);
            KayentaDirection direction = reading.RisesAreWorse ? KayentaDirection.Increase : KayentaDirection.Decrease;
            KayentaClass label = KayentaClassifier.Classify(canary, baseline, KayentaRules.Default with { Direction = direction }).Class;
            if (label == KayentaClass.NoData) continue;
            judged++;
            if (label == KayentaClass.Pass) passed++;
        }

        return judged == 0 ? double.NaN : 100.0 * passed / judged;
    }
}
