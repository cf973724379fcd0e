using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Rehearsing;

/// <summary>Makes the observations of a histogram larger (or smaller): each moves to another bucket with the chance that its place inside its bucket gives it.</summary>
internal static class HistogramHarm
{
    /// <summary>The canary with the injection.</summary>
    /// <param name="metric">The metric's rules.</param>
    /// <param name="falls">True when observations become smaller.</param>
    /// <param name="injection">A shift or a tail, of a size above 0.</param>
    /// <param name="canary">The healthy canary; not written to.</param>
    /// <param name="reference">The baseline whose distribution says where in their buckets observations lie.</param>
    /// <param name="tailFactor">How many times the highest quantile the tail's observations take.</param>
    /// <param name="draw">The random numbers.</param>
    public static HistogramWindows Of(MetricPolicy metric, bool falls, Injection injection, HistogramWindows canary, HistogramWindows reference, double tailFactor, Draw draw)
    {
        double[] bounds = canary.Bounds;
        double[] counts = reference.PooledAll();

        if (!(counts.Sum() > 0)) return canary;
        SurvivalCurve curve = new(bounds, counts);
        double highest = metric.Quantiles[^1], at = Math.Min(curve.Quantile(highest), bounds[^1]);
        if (injection.Kind == InjectionKind.Tail) return Moved(canary, draw, Lump(bounds, at * tailFactor), 1 - highest);
        double middle = Math.Min(curve.Quantile(metric.Quantiles[0]), bounds[^1]);
        double share = metric.Margin.At(Math.Max(middle, 0)) / Math.Max(middle, double.Epsilon) * injection.Margins;
        double factor = falls ? Math.Max(1 - share, LeastFactor) : 1 + share;
        return Moved(canary, draw, Scaled(bounds, curve, factor), 1);
    }

    // No observation falls by more than all of it.
    private const double LeastFactor = 0.01;

    /// <summary>For each bucket, where its observations go: the chance of each bucket.</summary>
    private static double[][] Scaled(double[] bounds, SurvivalCurve curve, double factor)
    {
        int buckets = bounds.Length + 1;
        double[][] chances = new double[buckets][];
        for (int from = 0; from < buckets; from++)
        {
            chances[from] = new double[buckets];
            double low = from == 0 ? 0 : bounds[from - 1];
            // Nothing is known of where in the last bucket its observations are; without a share, nothing of where in any.
            double inside = from == buckets - 1 ? 0 : (from == 0 ? 1 : curve.Above(low)) - curve.Above(bounds[from]);
            if (!(inside > 0))
            {
                chances[from][from] = 1;
                continue;
            }

            // The share of this bucket above each bound after scaling: those that were above bound / factor before.
            double before = 1;
            for (int to = 0; to < buckets; to++)
            {
                double next = to == buckets - 1 ? 0 : Above(bounds[to] / factor);
                chances[from][to] = before - next;
                before = next;
            }

            double Above(double x) => x <= low ? 1 : x >= bounds[from] ? 0 : Math.Clamp((curve.Above(x) - curve.Above(bounds[from])) / inside, 0, 1);
        }

        return chances;
    }

    private static double[][] Lump(double[] bounds, double at)
    {
        int to = Array.FindIndex(bounds, bound => bound >= at);
        double[] chances = new double[bounds.Length + 1];
        chances[to < 0 ? bounds.Length : to] = 1;
        return [.. Enumerable.Repeat(chances, bounds.Length + 1)];
    }

    private static HistogramWindows Moved(HistogramWindows canary, Draw draw, double[][] chances, double share)
    {
        double[]?[] rows = new double[]?[canary.Count];
        for (int k = 0; k < rows.Length; k++)
        {
            if (!canary.IsPresent(k)) continue;
            ReadOnlySpan<double> row = canary.Row(k);
            double[] moved = new double[row.Length];
            for (int from = 0; from < row.Length; from++)
            {
                double left = share < 1 ? draw.Thin(row[from], share) : row[from], rest = 1;
                moved[from] += row[from] - left;
                for (int to = 0; to < row.Length && left > 0; to++)
                {
                    double chance = chances[from][to];
                    if (!(chance > 0)) continue;
                    double taken = chance >= rest ? left : draw.Thin(left, chance / rest);
                    moved[to] += taken;
                    left -= taken;
                    rest -= chance;
                }

                moved[from] += left;
            }

            rows[k] = moved;
        }

        return new HistogramWindows(canary.Bounds, rows);
    }
}
