namespace CanaryJudge.Judging.Tests.Comparing;

/// <summary>Latencies with a known distribution: S(x) = 1 / (1 + (x / 20)^3) milliseconds, so that the median is 20 and p99 is 92.5.</summary>
internal static class Latencies
{
    public const double Median = 20, Shape = 3;

    /// <summary>Bounds a quarter apart from 5 to 500.</summary>
    public static readonly double[] Fine = [.. Enumerable.Range(0, 21).Select(i => 5 * Math.Pow(1.25, i))];

    public static double Above(double x) => 1 / (1 + Math.Pow(x / Median, Shape));

    public static double Quantile(double q) => Median * Math.Pow(q / (1 - q), 1 / Shape);

    /// <summary>Expected counts of a window in which a share of the observations takes the factor times as long, the others the usual time.</summary>
    public static double[] Counts(double[] bounds, double observations, double factor = 1, double share = 1)
    {
        double[] above = [1, .. bounds.Select(b => (share * Above(b / factor)) + ((1 - share) * Above(b))), 0];
        return [.. Enumerable.Range(0, bounds.Length + 1).Select(i => observations * (above[i] - above[i + 1]))];
    }
}
