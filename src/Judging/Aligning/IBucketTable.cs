namespace CanaryJudge.Judging.Aligning;

/// <summary>A histogram over time: at each of its times, the observations so far.</summary>
internal interface IBucketTable
{
    /// <summary>The buckets of all moments, each kind of them at least once.</summary>
    IEnumerable<BucketBounds> Bounds { get; }

    /// <summary>For each bound the observations so far at or below it, one entry a time; and as the last column all of them. A column may be the source's own and is not to be written to.</summary>
    /// <param name="bounds">Rising bounds, none inside a bucket of any moment.</param>
    double[][] On(double[] bounds);
}
