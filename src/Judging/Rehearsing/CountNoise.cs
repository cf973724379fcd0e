using CanaryJudge.Judging.Policies;
using CanaryJudge.Statistics;

namespace CanaryJudge.Judging.Rehearsing;

/// <summary>The level of a past of counts, and how much it varies from window to window beyond chance.</summary>
/// <param name="Rate">Pooled share or rate; NaN without data.</param>
/// <param name="Variance">Variance that a side's rate has of its own, over the rate squared: 0 when chance explains everything.</param>
/// <param name="Dispersion">The windows' variance as a multiple of chance's, 1 or more; NaN without data.</param>
internal readonly record struct CountNoise(double Rate, double Variance, double Dispersion)
{
    /// <summary>Reads it off, as the judge reads a history: from differences of neighbouring windows, bursts that both sides would share counting half.</summary>
    public static CountNoise Of(MetricKind kind, double[] events, double[] trials)
    {
        (double e, double n, double inverse, int count) = (0, 0, 0, 0);
        for (int k = 0; k < trials.Length; k++)
        {
            if (!(trials[k] > 0) || double.IsNaN(events[k])) continue;
            e += events[k];
            n += trials[k];
            inverse += 1 / trials[k];
            count++;
        }

        if (count == 0) return new CountNoise(double.NaN, 0, double.NaN);
        double rate = e / n;
        bool isRate = kind == MetricKind.Count;
        if (e == 0 || (!isRate && e == n)) return new CountNoise(rate, 0, 1);
        double clustering = Statistics.Dispersion.OfHistory(isRate ? RatioScale.Rate(rate) : RatioScale.Share(rate), events, trials, new double[Statistics.Dispersion.ScratchLength(trials.Length)]).Clustering;
        return new CountNoise(rate, clustering * (isRate ? rate : rate * (1 - rate)) / (rate * rate), 1 + clustering * count / inverse);
    }
}
