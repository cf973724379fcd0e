using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CanaryJudge.Statistics;

/// <summary>The ranking of small samples without sorting them: every value is compared with every other, eight at a time.</summary>
/// <remarks>At 10 values a side 0.29 of the time of sorting and merging, with ties 0.21; beyond 32 values together sorting is as fast.</remarks>
internal static class SmallRanking
{
    private const int Largest = 32;
    private const int Lanes = 8;

    /// <summary>Ranks x against y when they are few and the processor compares eight values at once; needs <see cref="Ranking.WorkLength"/> doubles.</summary>
    /// <returns>False when it did not: the samples are empty or large, or hold a NaN, or the processor cannot.</returns>
    public static bool TryOf(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> work, out Ranking ranking)
    {
        ranking = default;
        int n = x.Length, m = y.Length, total = n + m;
        if (total > Largest || n == 0 || m == 0 || !Vector512.IsHardwareAccelerated) return false;
        ref double pool = ref MemoryMarshal.GetReference(work[..(Largest + Lanes)]);
        for (int row = total & -Lanes; row < total; row += Lanes) Vector512.Create(double.NaN).StoreUnsafe(ref pool, (nuint)row); // equal to nothing
        y.CopyTo(work);
        x.CopyTo(work[m..]);

        Vector512<long> one = Vector512<long>.One, halfWins = Vector512<long>.Zero, squares = halfWins, numbers = halfWins;
        Vector512<long> places = Vector512.Create(0L, 1, 2, 3, 4, 5, 6, 7), firstOfX = Vector512.Create((long)m);
        unchecked
        {
            for (int row = 0; row < total; row += Lanes, places += Vector512.Create((long)Lanes))
            {
                Vector512<double> values = Vector512.LoadUnsafe(ref pool, (nuint)row);
                Vector512<long> above = Vector512<long>.Zero, equalY = above, equalX = above;
                for (int i = 0; i < m; i++)
                {
                    Vector512<double> other = Vector512.Create(work[i]);
                    above = Vector512.ConditionalSelect(Vector512.GreaterThan(values, other).AsInt64(), above + one, above);
                    equalY = Vector512.ConditionalSelect(Vector512.Equals(values, other).AsInt64(), equalY + one, equalY);
                }

                for (int i = m; i < total; i++)
                {
                    Vector512<double> other = Vector512.Create(work[i]);
                    equalX = Vector512.ConditionalSelect(Vector512.Equals(values, other).AsInt64(), equalX + one, equalX);
                }

                Vector512<long> ofX = Vector512.GreaterThanOrEqual(places, firstOfX), tied = equalX + equalY;
                halfWins += ofX & (above + above + equalY);
                squares += tied * tied;
                numbers -= Vector512.GreaterThan(tied, Vector512<long>.Zero); // a NaN does not even equal itself
            }

            if (Vector512.Sum(numbers) != total) return false;
            ranking = new(Vector512.Sum(halfWins), (ulong)(Vector512.Sum(squares) - total)); // t² - 1 over the values is t³ - t over the groups
        }

        return true;
    }
}
