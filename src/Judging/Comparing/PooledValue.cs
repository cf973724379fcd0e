using CanaryJudge.Judging.Aligning;
using CanaryJudge.Statistics;

namespace CanaryJudge.Judging.Comparing;

/// <summary>One side of a metric over some windows as one number, as a dashboard would show it: counts are added up before anything is divided.</summary>
/// <param name="Value">Sum over sum for ratios and counts, the mean of a series, a quantile of the summed buckets (as histogram_quantile of Prometheus); NaN without data.</param>
/// <param name="Exposure">What it stands on: all events, the exposure, the observations, or the windows of a series. 0 without data.</param>
/// <param name="IsLeast">True for a quantile that lies above the highest bucket bound: it is at least <see cref="Value"/>.</param>
public readonly record struct PooledValue(double Value, double Exposure, bool IsLeast)
{
    /// <summary>Adds up.</summary>
    /// <param name="side">The windows of one side.</param>
    /// <param name="quantile">For a histogram the quantile, inside (0, 1); else not looked at.</param>
    /// <param name="windows">Indexes of the windows; missing ones are passed over.</param>
    /// <remarks>O(n) in the windows, times the buckets of a histogram.</remarks>
    /// <exception cref="ArgumentException">The windows are of no known kind.</exception>
    public static PooledValue Of(SideWindows side, double quantile, params ReadOnlySpan<int> windows) => side switch
    {
        RatioWindows ratio => Share(ratio, ratio.Bad, ratio.Total, windows),
        CountWindows count => Share(count, count.Events, count.Exposure, windows),
        SeriesWindows series => Mean(series, windows),
        HistogramWindows histogram => Quantile(histogram, quantile, windows),
        _ => throw new ArgumentException($"Windows of type {side.GetType().Name} have no value.", nameof(side)),
    };

    private static PooledValue Share(SideWindows side, double[] events, double[] exposure, ReadOnlySpan<int> windows)
    {
        double above = 0, below = 0;
        foreach (int k in windows)
        {
            if (!side.IsPresent(k)) continue;
            above += events[k];
            below += exposure[k];
        }

        return new(above / below, below, IsLeast: false);
    }

    // Divided before it is added up, where the sum would pass the largest double.
    private static PooledValue Mean(SeriesWindows series, ReadOnlySpan<int> windows)
    {
        int count = 0;
        double sum = 0, mean = 0;
        foreach (int k in windows) count += series.IsPresent(k) ? 1 : 0;
        foreach (int k in windows)
        {
            if (!series.IsPresent(k)) continue;
            sum += series.Values[k];
            mean += series.Values[k] / count;
        }

        return new(count == 0 ? double.NaN : double.IsFinite(sum) ? sum / count : mean, count, IsLeast: false);
    }

    private static PooledValue Quantile(HistogramWindows histogram, double quantile, ReadOnlySpan<int> windows)
    {
        double[] sums = histogram.Pooled(windows);
        double total = sums.Sum();
        if (total <= 0) return new(double.NaN, 0, IsLeast: false);
        return new(ClassicHistogram.Quantile(quantile, histogram.Bounds, sums).Value, total, IsLeast: total - sums[^1] < quantile * total);
    }
}
