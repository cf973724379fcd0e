namespace CanaryJudge.Judging.Aligning;

/// <summary>The buckets of a histogram, in rising order. Moments on the same buckets share them.</summary>
/// <param name="Lower">Lower bound of each bucket; the first may be minus infinity.</param>
/// <param name="Upper">Upper bound of each bucket; the last may be infinity.</param>
internal sealed record BucketBounds(double[] Lower, double[] Upper)
{
    /// <summary>Of a classic histogram, whose buckets have no gaps.</summary>
    /// <param name="upper">Upper bounds, rising, the last one infinite.</param>
    public static BucketBounds OfClassic(double[] upper) => new([double.NegativeInfinity, .. upper[..^1]], upper);

    /// <summary>For each bound, how many buckets lie at or below it.</summary>
    /// <param name="bounds">Rising bounds, none inside a bucket.</param>
    public int[] CountBelow(double[] bounds)
    {
        int[] below = new int[bounds.Length];
        int bucket = 0;
        for (int b = 0; b < bounds.Length; b++)
        {
            while (bucket < Upper.Length && !CommonBounds.IsAbove(Upper[bucket], bounds[b])) bucket++;
            below[b] = bucket;
        }

        return below;
    }
}
