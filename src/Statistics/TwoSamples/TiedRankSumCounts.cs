using System.Numerics;
using System.Runtime.InteropServices;

namespace CanaryJudge.Statistics;

/// <summary>The exact permutation distribution of 2U given groups of equal values.</summary>
/// <remarks>
/// The shift algorithm (Streitberg and Röhmel 1986, EDV in Medizin und Biologie 17, 12-18) on doubled mid-ranks, a whole tie group at a time:
/// choosing j of the t values of a group multiplies the count by C(t, j) and shifts 2U by j times (twice the others below + t - j). O((n + m) · min(n, m) · 2U).
/// </remarks>
internal static class TiedRankSumCounts
{
    private const int CountBits = 63;
    private const double LargestWork = 1 << 22;

    /// <summary>Whether these sizes are within the stated limit: (n + m)·min(n, m)·n·m at most 2^22 and fewer than 2^63 arrangements.</summary>
    public static bool Fits(int n, int m) =>
        ((double)n + m) * Math.Min(n, m) * n * m <= LargestWork && Arrangements.AreBelow(CountBits, n, m);

    /// <summary>Doubles of work space for any samples of these sizes; 0 when they do not fit.</summary>
    public static int WorkLength(int n, int m) => Fits(n, m) ? n + m + ((Math.Min(n, m) + 1) * ((n * m) + 1)) : 0;

    /// <summary>The numbers of arrangements whose U is at most, and at least, the observed one.</summary>
    /// <param name="x">First sample, sorted.</param>
    /// <param name="y">Second sample, sorted.</param>
    /// <param name="halfWins">2U of the first sample.</param>
    /// <param name="work">At least <see cref="WorkLength"/> doubles.</param>
    public static (UInt128 AtMost, UInt128 AtLeast) Tails(ReadOnlySpan<double> x, ReadOnlySpan<double> y, long halfWins, Span<double> work)
    {
        int small = Math.Min(x.Length, y.Length), pairs = x.Length * y.Length, total = x.Length + y.Length;
        Span<int> sizes = MemoryMarshal.Cast<double, int>(work[..total]);
        sizes = sizes[..Ranking.GroupSizes(x, y, sizes)];

        // The smaller sample is the chosen one; walking the groups from the top reflects its 2U, and the shorter tail is the cheaper one.
        bool chosenIsX = x.Length <= y.Length;
        int observed = (int)(chosenIsX ? halfWins : (2L * pairs) - halfWins);
        bool reflected = observed > pairs;
        if (reflected)
        {
            sizes.Reverse();
            observed = (2 * pairs) - observed;
        }

        Span<ulong> last = Fill(small, observed, sizes, MemoryMarshal.Cast<double, ulong>(work[total..]));
        UInt128 below = 0;
        foreach (ulong count in last[..observed]) below += count;
        UInt128 near = below + last[observed], far = Arrangements.Exactly(x.Length, y.Length) - below;
        return chosenIsX == reflected ? (far, near) : (near, far);
    }

    private static Span<ulong> Fill(int small, int observed, ReadOnlySpan<int> sizes, Span<ulong> table)
    {
        int width = observed + 1, seen = 0;
        table = table[..((small + 1) * width)];
        table.Clear();
        table[0] = 1;
        foreach (int size in sizes)
        {
            for (int chosen = Math.Min(small, seen + size); chosen > 0; chosen--)
            {
                ulong ways = 1;
                for (int j = 1; j <= Math.Min(size, chosen); j++)
                {
                    ways = ways * (ulong)(size - j + 1) / (ulong)j;
                    int before = chosen - j;
                    long shift = j * ((2L * (seen - before)) + size - j);
                    if (before > seen || shift > observed) continue;
                    AddShifted(table.Slice(before * width, width), table.Slice(chosen * width, width), (int)shift, ways);
                }
            }

            seen += size;
        }

        return table.Slice(small * width, width);
    }

    private static void AddShifted(ReadOnlySpan<ulong> source, Span<ulong> target, int shift, ulong ways)
    {
        source = source[..(source.Length - shift)];
        target = target[shift..];
        int k = 0;
        Vector<ulong> factor = new(ways);
        for (; k <= source.Length - Vector<ulong>.Count; k += Vector<ulong>.Count)
        {
            Vector<ulong> added = new Vector<ulong>(source[k..]);
            if (ways != 1) added *= factor;
            (new Vector<ulong>(target[k..]) + added).CopyTo(target[k..]);
        }

        for (; k < source.Length; k++) target[k] += ways * source[k];
    }
}
