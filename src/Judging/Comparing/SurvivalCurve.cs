namespace CanaryJudge.Judging.Comparing;

/// <summary>The share of observations above x, from pooled bucket counts.</summary>
/// <remarks>
/// Known at the bounds; between two positive bounds ln S is linear in ln x (a Pareto tail inside the bucket), because linear interpolation overstates what a small shift adds
/// in a wide bucket. Below the first bound, and next to a bound that is not positive, linear in x. Above the last bound nothing is known: the last share is kept.
/// </remarks>
internal sealed class SurvivalCurve
{
    // Shares are floored here before logarithms: a bucket with nothing above it still has a slope.
    private const double LeastShare = 1e-7;

    private readonly double[] _bounds;
    private readonly double[] _above;

    /// <summary>From counts in buckets; at least one observation.</summary>
    public SurvivalCurve(double[] bounds, double[] counts)
    {
        _bounds = bounds;
        double total = counts.Sum(), above = total;
        _above = new double[bounds.Length];
        for (int b = 0; b < bounds.Length; b++)
        {
            above -= counts[b];
            _above[b] = Math.Clamp(above / total, 0, 1);
        }
    }

    /// <summary>The share above x, in [0, 1].</summary>
    public double Above(double x)
    {
        int next = Array.FindIndex(_bounds, b => b >= x);
        if (next < 0) return _above[^1];
        if (_bounds[next] == x) return _above[next];
        (double low, double high, double lowShare, double highShare) = Bucket(next);
        if (double.IsNegativeInfinity(low) || x <= low) return lowShare;
        if (low <= 0) return lowShare + (highShare - lowShare) * (x - low) / (high - low);
        double part = (Math.Log(x) - Math.Log(low)) / (Math.Log(high) - Math.Log(low));
        return Math.Exp(Log(lowShare) + (Log(highShare) - Log(lowShare)) * part);
    }

    /// <summary>The value that a share q of the observations does not exceed; infinity when it lies above the last bound.</summary>
    public double Quantile(double q)
    {
        double wanted = 1 - q;
        int bucket = Array.FindIndex(_above, a => a <= wanted);
        if (bucket < 0) return double.PositiveInfinity;
        (double low, double high, double lowShare, double highShare) = Bucket(bucket);
        if (double.IsNegativeInfinity(low)) return high;
        if (low <= 0) return low + (high - low) * (lowShare - wanted) / (lowShare - highShare);
        double part = (Log(lowShare) - Log(wanted)) / (Log(lowShare) - Log(highShare));
        return Math.Exp(Math.Log(low) + (Math.Log(high) - Math.Log(low)) * part);
    }

    // The first bucket begins at 0 when its bound is positive; else nothing is known of where it begins.
    private (double Low, double High, double LowShare, double HighShare) Bucket(int index) => index == 0
        ? (_bounds[0] > 0 ? 0 : double.NegativeInfinity, _bounds[0], 1, _above[0])
        : (_bounds[index - 1], _bounds[index], _above[index - 1], _above[index]);

    private static double Log(double share) => Math.Log(Math.Max(share, LeastShare));
}
