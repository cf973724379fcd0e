using System.Numerics;
using System.Runtime.InteropServices;

namespace CanaryJudge.Statistics;

/// <summary>The exact null distribution of the signed-rank sum: how many of the 2^n equally likely sign patterns give each sum.</summary>
/// <remarks>One shifted addition a rank, in whole numbers (Wilcoxon 1945; with mid-ranks Streitberg and Röhmel 1986). O(n · W).</remarks>
internal static class SignedRankCounts
{
    /// <summary>The most ranked differences that are counted.</summary>
    public const int Largest = 100;

    private const int LargestDoubledTotal = 40_400; // Pratt's ranks grow with the zeros below them: 100 differences above 150 zeros still fit

    /// <summary>Whether the ranks at hand are within the stated limit.</summary>
    public static bool Fits(SignedRanks ranks) => ranks.Ranked <= Largest && ranks.DoubledTotal <= LargestDoubledTotal;

    /// <summary>Doubles of work space for n differences, however many of them are zero.</summary>
    public static int WorkLength(int n) => (int)Math.Min(n * (n + 1L), LargestDoubledTotal) + 2;

    /// <summary>The sign patterns whose sum is at most, and at least, the observed one, and all patterns.</summary>
    public static (UInt128 AtMost, UInt128 AtLeast, UInt128 All) Tails(SignedRanks ranks, Span<double> work)
    {
        long unit = 0;
        foreach ((int _, long doubledRank) in ranks) unit = GreatestCommonDivisor(unit, doubledRank);
        long nearer = Math.Min(ranks.DoubledSum, ranks.DoubledTotal - ranks.DoubledSum);
        int observed = unit == 0 ? 0 : (int)(nearer / unit);
        (UInt128 below, UInt128 at) = ranks.Ranked < 63 ? Sums<ulong>(ranks, unit, observed, work) : Sums<UInt128>(ranks, unit, observed, work);
        UInt128 all = UInt128.One << ranks.Ranked;
        return ranks.DoubledSum == nearer ? (below + at, all - below, all) : (all - below, below + at, all);
    }

    /// <summary>The smallest w in [0, n(n + 1)/2] whose lower tail without ties is at least <paramref name="probability"/> (less 10 rounding units, as R's qsignrank), and P(W &lt; w).</summary>
    public static (long W, double Below) Quantile(int n, double probability, Span<double> work)
    {
        int total = n * (n + 1) / 2;
        Span<UInt128> counts = MemoryMarshal.Cast<double, UInt128>(work)[..((total / 2) + 1)];
        counts.Clear();
        counts[0] = 1;
        for (int rank = 1; rank <= n; rank++) Shift(counts, rank);
        double all = Math.ScaleB(1, n), target = (probability - (10 * 2.220446049250313e-16)) * all;
        UInt128 below = 0;
        for (int w = 0; w < total; w++)
        {
            UInt128 upTo = below + counts[Math.Min(w, total - w)];
            if ((double)upTo >= target) return (w, (double)below / all);
            below = upTo;
        }

        return (total, (double)below / all);
    }

    private static (UInt128 Below, UInt128 At) Sums<T>(SignedRanks ranks, long unit, int observed, Span<double> work)
        where T : unmanaged, IBinaryInteger<T>
    {
        Span<T> counts = MemoryMarshal.Cast<double, T>(work)[..(observed + 1)];
        counts.Clear();
        counts[0] = T.One;
        foreach ((int size, long doubledRank) in ranks)
        {
            for (int i = 0; i < size; i++) Shift(counts, doubledRank / unit);
        }

        UInt128 below = 0;
        foreach (T count in counts[..observed]) below += UInt128.CreateTruncating(count);
        return (below, UInt128.CreateTruncating(counts[observed]));
    }

    private static void Shift<T>(Span<T> counts, long rank)
        where T : unmanaged, IBinaryInteger<T>
    {
        for (int to = counts.Length - 1, from = (int)Math.Max(-1, to - rank); from >= 0; to--, from--) counts[to] += counts[from];
    }

    private static long GreatestCommonDivisor(long a, long b)
    {
        while (b != 0) (a, b) = (b, a % b);
        return a;
    }
}
