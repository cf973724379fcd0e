using CanaryJudge.Judging.Measuring;

namespace CanaryJudge.Judging.Aligning;

/// <summary>A histogram at one moment, classic or native: buckets in rising order with the observations so far up to each one's upper bound.</summary>
/// <param name="Lower">Lower bound of each bucket; the first may be minus infinity.</param>
/// <param name="Upper">Upper bound of each bucket; the last may be infinity.</param>
/// <param name="Cumulative">Observations so far at or below the upper bound.</param>
internal sealed record BucketPoint(double[] Lower, double[] Upper, double[] Cumulative)
{
    /// <summary>From the cumulative buckets of a classic histogram, upper bounds rising, the last one infinite.</summary>
    public static BucketPoint OfClassic(double[] upper, double[] cumulative) =>
        new([double.NegativeInfinity, .. upper[..^1]], upper, cumulative);

    /// <summary>From the non-empty buckets of a native histogram.</summary>
    public static BucketPoint OfNative(NativeHistogramPoint point)
    {
        double[] cumulative = new double[point.Counts.Length];
        double sum = 0;
        for (int b = 0; b < cumulative.Length; b++) cumulative[b] = sum += point.Counts[b];
        return new BucketPoint(point.Lower, point.Upper, cumulative);
    }

    /// <summary>Observations so far at or below each bound, and all of them in the last entry.</summary>
    /// <param name="bounds">Rising bounds, none inside a bucket of this point.</param>
    public double[] OnBounds(double[] bounds)
    {
        double[] row = new double[bounds.Length + 1];
        int bucket = 0;
        for (int b = 0; b < bounds.Length; b++)
        {
            while (bucket < Upper.Length && !CommonBounds.IsAbove(Upper[bucket], bounds[b])) bucket++;
            row[b] = bucket == 0 ? 0 : Cumulative[bucket - 1];
        }

        row[^1] = Cumulative.Length == 0 ? 0 : Cumulative[^1];
        return row;
    }
}
