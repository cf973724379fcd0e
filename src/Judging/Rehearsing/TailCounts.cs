using CanaryJudge.Judging.Aligning;

namespace CanaryJudge.Judging.Rehearsing;

/// <summary>The observations of a histogram beyond about its highest judged quantile, as events out of trials.</summary>
internal static class TailCounts
{
    /// <summary>Counts them.</summary>
    /// <param name="windows">The windows.</param>
    /// <param name="quantile">The quantile, inside (0, 1).</param>
    /// <returns>Events and trials a window (NaN is missing), and the bucket whose upper bound is the first beyond which no more lies than beyond the quantile.</returns>
    public static (double[] Events, double[] Trials, int Edge) Of(HistogramWindows windows, double quantile)
    {
        double[] sums = windows.PooledAll();
        double above = sums.Sum(), wanted = above * (1 - quantile);
        int edge = 0;
        for (; edge < windows.Bounds.Length - 1; edge++)
        {
            above -= sums[edge];
            if (above <= wanted) break;
        }

        double[] events = new double[windows.Count], trials = new double[windows.Count];
        for (int k = 0; k < windows.Count; k++)
        {
            trials[k] = windows.Total(k);
            events[k] = windows.IsPresent(k) ? 0 : double.NaN;
            ReadOnlySpan<double> row = windows.Row(k);
            for (int j = edge + 1; j < row.Length; j++) events[k] += row[j];
        }

        return (events, trials, edge);
    }
}
