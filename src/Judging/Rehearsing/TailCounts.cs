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
        double[] sums = new double[windows.Bounds.Length + 1];
        foreach (double[]? row in windows.Counts)
        {
            for (int j = 0; row is not null && j < row.Length; j++) sums[j] += row[j];
        }

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
            (events[k], trials[k]) = windows.Counts[k] is double[] row ? (row[Math.Min(edge + 1, row.Length)..].Sum(), row.Sum()) : (double.NaN, double.NaN);
        }

        return (events, trials, edge);
    }
}
