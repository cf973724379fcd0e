using System.Numerics;
using System.Runtime.InteropServices;

namespace CanaryJudge.Statistics;

/// <summary>The exact null distribution of U without ties: how many of the C(n + m, m) equally likely arrangements give each U.</summary>
/// <remarks>
/// The counts are the coefficients of the Gaussian binomial, the product over i of (1 - q^(n+i)) / (1 - q^i) (Mann and Whitney 1947): one multiply and one divide pass per i,
/// in whole numbers modulo a power of two that exceeds every count, so nothing is rounded. O(min(n, m) · u).
/// </remarks>
internal static class RankSumCounts
{
    private const double LargestCount = 1.7014118346046923e38; // 2^127
    private const double LargestWork = 1 << 20;

    /// <summary>Whether these sizes are within the stated limit: min(n, m)·n·m at most 2^20 and fewer than 2^127 arrangements.</summary>
    public static bool Fits(int n, int m) =>
        (double)n * m * Math.Min(n, m) <= LargestWork && Arrangements.Count(n, m, LargestCount) < LargestCount;

    /// <summary>Doubles of work space for any U of these sizes; 0 when they do not fit.</summary>
    public static int WorkLength(int n, int m) => Fits(n, m) ? (n * m) + 2 : 0;

    /// <summary>The numbers of arrangements whose U is at most, and at least, <paramref name="u"/>.</summary>
    public static (UInt128 AtMost, UInt128 AtLeast) Tails(int n, int m, long u, Span<double> work)
    {
        int nearer = (int)Math.Min(u, ((long)n * m) - u);
        (UInt128 below, UInt128 at) = Narrow(n, m) ? Sums<ulong>(n, m, nearer, work) : Sums<UInt128>(n, m, nearer, work);
        UInt128 near = below + at, far = Arrangements.Exactly(n, m) - below;
        return u == nearer ? (near, far) : (far, near);
    }

    /// <summary>The smallest u in [0, n·m] whose lower tail is at least <paramref name="probability"/> (less 10 rounding units, as R's qwilcox), and how many arrangements lie below it.</summary>
    public static (int U, UInt128 Below) Quantile(int n, int m, double probability, Span<double> work)
    {
        double target = (probability - (10 * 2.220446049250313e-16)) * (double)Arrangements.Exactly(n, m);
        return Narrow(n, m) ? QuantileOf<ulong>(n, m, target, work) : QuantileOf<UInt128>(n, m, target, work);
    }

    private static bool Narrow(int n, int m) => Arrangements.Count(n, m, long.MaxValue) < long.MaxValue;

    private static (UInt128 Below, UInt128 At) Sums<T>(int n, int m, int u, Span<double> work)
        where T : unmanaged, IBinaryInteger<T>
    {
        Span<T> counts = Fill<T>(n, m, u, work);
        UInt128 below = 0;
        foreach (T count in counts[..u]) below += UInt128.CreateTruncating(count);
        return (below, UInt128.CreateTruncating(counts[u]));
    }

    private static (int U, UInt128 Below) QuantileOf<T>(int n, int m, double target, Span<double> work)
        where T : unmanaged, IBinaryInteger<T>
    {
        int last = n * m;
        Span<T> counts = Fill<T>(n, m, last / 2, work);
        UInt128 below = 0;
        for (int u = 0; u < last; u++)
        {
            UInt128 upTo = below + UInt128.CreateTruncating(counts[Math.Min(u, last - u)]);
            if ((double)upTo >= target) return (u, below);
            below = upTo;
        }

        return (last, below);
    }

    private static Span<T> Fill<T>(int n, int m, int u, Span<double> work)
        where T : unmanaged, IBinaryInteger<T>
    {
        Span<T> counts = MemoryMarshal.Cast<double, T>(work)[..(u + 1)];
        counts.Clear();
        counts[0] = T.One;
        int small = Math.Min(n, m), large = Math.Max(n, m);
        unchecked
        {
            for (int i = 1; i <= small; i++)
            {
                for (int k = u, from = u - large - i; from >= 0; k--, from--) counts[k] -= counts[from];
                for (int k = i, from = 0; k < counts.Length; k++, from++) counts[k] += counts[from];
            }
        }

        return counts;
    }
}
