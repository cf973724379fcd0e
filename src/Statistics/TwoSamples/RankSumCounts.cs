namespace CanaryJudge.Statistics;

/// <summary>The exact null distribution of U without ties: how many of the C(n + m, m) equally likely arrangements give each U.</summary>
/// <remarks>The counts are the coefficients of a <see cref="GaussianBinomial"/> (Mann and Whitney 1947). O(min(n, m) · u).</remarks>
internal static class RankSumCounts
{
    private const int CountBits = 127;
    private const double LargestWork = 1 << 20;

    /// <summary>Whether these sizes are within the stated limit: min(n, m)·n·m at most 2^20 and fewer than 2^127 arrangements.</summary>
    public static bool Fits(int n, int m) =>
        (double)n * m * Math.Min(n, m) <= LargestWork && Arrangements.AreBelow(CountBits, n, m);

    /// <summary>Doubles of work space for any U of these sizes; 0 when they do not fit.</summary>
    public static int WorkLength(int n, int m) => Fits(n, m) ? GaussianBinomial.WorkLength(n, m) : 0;

    /// <summary>The numbers of arrangements whose U is at most, and at least, <paramref name="u"/>.</summary>
    public static (UInt128 AtMost, UInt128 AtLeast) Tails(int n, int m, long u, Span<double> work)
    {
        int nearer = (int)Math.Min(u, ((long)n * m) - u);
        GaussianBinomial counts = GaussianBinomial.Fill(n, m, nearer, work);
        UInt128 below = 0;
        for (int k = 0; k < nearer; k++) below += counts[k];
        UInt128 near = below + counts[nearer], far = Arrangements.Exactly(n, m) - below;
        return u == nearer ? (near, far) : (far, near);
    }

    /// <summary>The smallest u in [0, n·m] whose lower tail is at least <paramref name="probability"/> (less 10 rounding units, as R's qwilcox), and how many arrangements lie below it.</summary>
    public static (int U, double Below) Quantile(int n, int m, double probability, Span<double> work)
    {
        double target = (probability - (10 * 2.220446049250313e-16)) * (double)Arrangements.Exactly(n, m);
        if (Arrangements.AreBelow(63, n, m) || !TryRounded(n, m, probability, target, work, out (int U, double Below) found)) found = ByCounting(n, m, target, work);
        return found;
    }

    private static (int U, double Below) ByCounting(int n, int m, double target, Span<double> work)
    {
        int last = n * m;
        GaussianBinomial counts = GaussianBinomial.Fill(n, m, last / 2, work);
        UInt128 below = 0;
        for (int u = 0; u < last; u++)
        {
            UInt128 upTo = below + counts[Math.Min(u, last - u)];
            if ((double)upTo >= target) return (u, (double)below);
            below = upTo;
        }

        return (last, (double)below);
    }

    /// <summary>From rounded counts, half the time at 60 values a side; false when rounding could decide the rank, or show in the last digits of a level.</summary>
    private static bool TryRounded(int n, int m, double probability, double target, Span<double> work, out (int U, double Below) found)
    {
        found = default;
        if (!(probability is > 1e-9 and <= 0.05)) return false;

        // The normal law says about how far to count.
        double reach = (n * (double)m / 2) - ((NormalScore.UpperQuantile(probability) - 0.25) * RankSumTail.Deviation(n, m, 0));
        if (!(reach >= 0 && reach <= n * m / 2)) return false;
        ReadOnlySpan<double> counts = GaussianBinomial.FillRounded(n, m, (int)reach, work);
        double below = 0;
        for (int u = 0; u < counts.Length; u++)
        {
            double upTo = below + counts[u];
            if (upTo >= target * (1 - 1e-12))
            {
                found = (u, below);
                return upTo > target * (1 + 1e-12);
            }

            below = upTo;
        }

        return false;
    }
}
