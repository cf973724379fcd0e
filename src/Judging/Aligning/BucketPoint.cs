using CanaryJudge.Judging.Measuring;

namespace CanaryJudge.Judging.Aligning;

/// <summary>A histogram at one moment, classic or native.</summary>
/// <param name="Bounds">Its buckets.</param>
/// <param name="Cumulative">Observations so far at or below the upper bound of each.</param>
internal readonly record struct BucketPoint(BucketBounds Bounds, double[] Cumulative)
{
    /// <summary>From the non-empty buckets of a native histogram.</summary>
    public static BucketPoint OfNative(NativeHistogramPoint point)
    {
        double[] cumulative = new double[point.Counts.Length];
        double sum = 0;
        for (int b = 0; b < cumulative.Length; b++) cumulative[b] = sum += point.Counts[b];
        return new BucketPoint(new BucketBounds(point.Lower, point.Upper), cumulative);
    }
}
