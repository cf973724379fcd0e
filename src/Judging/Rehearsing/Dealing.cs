using CanaryJudge.Judging.Aligning;

namespace CanaryJudge.Judging.Rehearsing;

/// <summary>Deals the baseline's events to two sides, each event to the canary with the chance of its share of the traffic.</summary>
/// <remarks>
/// What moves the rate moves both sides, as it does when they serve beside each other. That the sides' rates also differ a little from each other is taken as the judge takes it:
/// the dispersion of the history beyond the binomial's, which varies the dealing from window to window.
/// </remarks>
internal sealed class Dealing
{
    private readonly double share;
    private readonly double variance;
    private readonly int tail;

    private Dealing(double share, double variance, int tail) => (this.share, this.variance, this.tail) = (share, variance, tail);

    /// <summary>How a metric's events are dealt, learnt from its whole past.</summary>
    /// <param name="past">The metric's past: a ratio, a count or a histogram.</param>
    /// <param name="share">The canary's share of the traffic, inside (0, 1).</param>
    public static Dealing Of(PastWindows past, double share)
    {
        (double[] events, double[] trials, int tail) = past.Baseline switch
        {
            RatioWindows r => (r.Bad, r.Total, 0),
            CountWindows c => (c.Events, c.Exposure, 0),
            // Of a histogram, the observations that the highest quantile is about are what comes in clumps.
            HistogramWindows h => TailCounts.Of(h, past.Metric.Quantiles[^1]),
            _ => throw new ArgumentException($"Windows of type {past.Baseline.GetType().Name} have no events to deal.", nameof(past)),
        };
        return new Dealing(share, 2 * CountNoise.Of(past.Metric.Kind, events, trials).Variance, tail);
    }

    /// <summary>The canary's part of the windows; what is left is the baseline's.</summary>
    public (SideWindows Baseline, SideWindows Canary) Deal(SideWindows whole, Draw draw) => whole switch
    {
        RatioWindows r => Ratio(r, draw),
        CountWindows c => Count(c, draw),
        HistogramWindows h => Histogram(h, draw),
        _ => throw new ArgumentException($"Windows of type {whole.GetType().Name} have no events to deal.", nameof(whole)),
    };

    private (SideWindows, SideWindows) Ratio(RatioWindows whole, Draw draw)
    {
        int count = whole.Count;
        (double[] bb, double[] bt, double[] cb, double[] ct) = (new double[count], new double[count], new double[count], new double[count]);
        for (int k = 0; k < count; k++)
        {
            if (!whole.IsPresent(k))
            {
                (bb[k], bt[k], cb[k], ct[k]) = (double.NaN, double.NaN, double.NaN, double.NaN);
                continue;
            }

            double good = whole.Total[k] - whole.Bad[k];
            cb[k] = draw.Thin(whole.Bad[k], Chance(draw));
            double taken = draw.Thin(good, share);
            bb[k] = whole.Bad[k] - cb[k];
            // Each side's total is its sum, so that rounding never makes it smaller than its bad events.
            (bt[k], ct[k]) = (bb[k] + (good - taken), cb[k] + taken);
        }

        return (new RatioWindows(bb, bt), new RatioWindows(cb, ct));
    }

    // Exposure (pod-seconds) is no event: it is split exactly.
    private (SideWindows, SideWindows) Count(CountWindows whole, Draw draw)
    {
        double[] canary = [.. whole.Events.Select((e, k) => whole.IsPresent(k) ? draw.Thin(e, Chance(draw)) : double.NaN)];
        return (new CountWindows([.. whole.Events.Select((e, k) => e - canary[k])], [.. whole.Exposure.Select(x => x * (1 - share))]),
            new CountWindows(canary, [.. whole.Exposure.Select(x => x * share)]));
    }

    private (SideWindows, SideWindows) Histogram(HistogramWindows whole, Draw draw)
    {
        double[]?[] baseline = new double[]?[whole.Count], canary = new double[]?[whole.Count];
        for (int k = 0; k < whole.Count; k++)
        {
            if (!whole.IsPresent(k)) continue;
            ReadOnlySpan<double> row = whole.Row(k);
            double chance = Chance(draw);
            double[] taken = new double[row.Length], left = new double[row.Length];
            for (int j = 0; j < row.Length; j++)
            {
                taken[j] = draw.Thin(row[j], j > tail ? chance : share);
                left[j] = row[j] - taken[j];
            }

            (baseline[k], canary[k]) = (left, taken);
        }

        return (new HistogramWindows(whole.Bounds, baseline), new HistogramWindows(whole.Bounds, canary));
    }

    // The canary's rate is above the common one by (1 - share) of the difference, the baseline's below it by the rest: so the difference has the wanted variance.
    private double Chance(Draw draw) => Math.Clamp(share * draw.Factor(variance * (1 - share) * (1 - share)), 0, 1);
}
