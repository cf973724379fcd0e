namespace CanaryJudge.Judging.Aligning;

/// <summary>A histogram whose buckets may differ from moment to moment: a native one, or a classic one with series that come and go.</summary>
/// <param name="points">The moments.</param>
internal sealed class PointTable(BucketPoint[] points) : IBucketTable
{
    /// <inheritdoc/>
    public IEnumerable<BucketBounds> Bounds => points.Select(point => point.Bounds).Distinct();

    /// <inheritdoc/>
    public double[][] On(double[] bounds)
    {
        double[][] columns = [.. Enumerable.Range(0, bounds.Length + 1).Select(_ => new double[points.Length])];
        BucketBounds? last = null;
        int[] below = [];
        for (int i = 0; i < points.Length; i++)
        {
            double[] cumulative = points[i].Cumulative;
            if (points[i].Bounds != last) below = (last = points[i].Bounds).CountBelow(bounds);
            for (int b = 0; b < below.Length; b++) columns[b][i] = below[b] == 0 ? 0 : cumulative[below[b] - 1];
            columns[^1][i] = cumulative.Length == 0 ? 0 : cumulative[^1];
        }

        return columns;
    }
}
