using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Statistics;

namespace CanaryJudge.Benchmarks.Scoreboard;

/// <summary>Wald's test by one who knows what nobody knows in production: the true rate, or the true noise and memory of a series.</summary>
/// <remarks>
/// Wald (1945). Of a ratio it sees on which side errors fall, against the share that the margin would give; of a series the paired differences. Only for families whose rate is
/// one constant and whose errors are independent, or whose differences are normal. It needs no least number of windows.
/// </remarks>
internal sealed class SprtOracle(double alpha, double beta) : IRolloutJudge
{
    private readonly WaldSprt test = new(alpha, beta);

    /// <inheritdoc/>
    public bool CanJudge(Rollout rollout) => rollout.KnownRate is not null || rollout.KnownNoise is not null;

    /// <inheritdoc/>
    public Ruling Judge(Rollout rollout)
    {
        double evidence = 0;
        for (int k = Shape.WarmUp; k < Shape.Windows; k++)
        {
            evidence += rollout.KnownNoise is SeriesNoise noise ? OfSeries(rollout, noise, k) : OfRatio(rollout, rollout.KnownRate!.Value, k);
            if (evidence >= test.UpperBoundary) return new Ruling(VerdictOutcome.Rollback, k + 1 - Shape.WarmUp);
            if (evidence <= test.LowerBoundary) return new Ruling(VerdictOutcome.Promote, k + 1 - Shape.WarmUp);
        }

        return new Ruling(VerdictOutcome.Pause, Shape.Windows - Shape.WarmUp);
    }

    private static double OfRatio(Rollout rollout, double rate, int k)
    {
        (RatioWindows baseline, RatioWindows canary) = ((RatioWindows)rollout.Metrics[0].Baseline, (RatioWindows)rollout.Metrics[0].Canary);
        double worse = rate + rollout.Metrics[0].Metric.Margin.At(rate);
        double share = canary.Total[k] / (canary.Total[k] + baseline.Total[k]);
        double harmed = canary.Total[k] * worse / (canary.Total[k] * worse + baseline.Total[k] * rate);
        return canary.Bad[k] * Math.Log(harmed / share) + baseline.Bad[k] * Math.Log((1 - harmed) / (1 - share));
    }

    private static double OfSeries(Rollout rollout, SeriesNoise noise, int k)
    {
        double now = Difference(rollout, k), before = k > Shape.WarmUp ? Difference(rollout, k - 1) : double.NaN;
        if (double.IsNaN(now)) return 0;
        double memory = double.IsNaN(before) ? 0 : noise.Memory;
        double news = memory == 0 ? now : now - memory * before;
        double shift = (1 - memory) * Math.Log(1 + rollout.Metrics[0].Metric.Margin.Value);
        return shift * (news - shift / 2) / (noise.Deviation * noise.Deviation * (1 - memory * memory));
    }

    private static double Difference(Rollout rollout, int k) => Math.Log(((SeriesWindows)rollout.Metrics[0].Canary).Values[k]) - Math.Log(((SeriesWindows)rollout.Metrics[0].Baseline).Values[k]);
}
