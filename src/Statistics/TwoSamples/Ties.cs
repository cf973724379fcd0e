using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CanaryJudge.Statistics;

/// <summary>What the groups of equal values in a sorted span add up to.</summary>
/// <param name="Pairs">The sum of t² - t over the groups of t equal values; 0 without ties.</param>
/// <param name="Cubes">The sum of t³ - t.</param>
internal readonly record struct Ties(ulong Pairs, UInt128 Cubes)
{
    /// <summary>Reads a sorted span without NaN. t² fits 64 bits for any span, t³ fits 128.</summary>
    public static Ties Of(ReadOnlySpan<double> sorted)
    {
        ulong pairs = 0, run = 1;
        UInt128 cubes = 0;
        unchecked
        {
            // 64 neighbours are one word, a bit for each that equals the one before it: words without a tie, or of one group, are most of them.
            for (int at = 1; at < sorted.Length; at += 64)
            {
                int left = Math.Min(64, sorted.Length - at);
                ulong equal = left == 64 ? EqualToPrevious(sorted.Slice(at - 1, 65)) : EqualToPreviousPlain(sorted.Slice(at - 1, left + 1));
                if (equal == 0 && run == 1) continue;
                if (equal == ulong.MaxValue)
                {
                    run += 64;
                    continue;
                }

                while (left > 0)
                {
                    int same = Math.Min(left, BitOperations.TrailingZeroCount(~equal));
                    run += (ulong)same;
                    left -= same;
                    if (left == 0) break;
                    equal >>= same;
                    Close(run, ref pairs, ref cubes);
                    run = 1;
                    int apart = Math.Min(left, BitOperations.TrailingZeroCount(equal));
                    left -= apart;
                    equal = apart < 64 ? equal >> apart : 0;
                }
            }

            Close(run, ref pairs, ref cubes);
        }

        return new(pairs, cubes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Close(ulong run, ref ulong pairs, ref UInt128 cubes)
    {
        if (run == 1) return;
        unchecked
        {
            ulong square = run * run;
            pairs += square - run;
            ulong high = Math.BigMul(square - 1, run, out ulong low);
            cubes += new UInt128(high, low);
        }
    }

    /// <summary>Bit k: value k + 1 equals value k, of 65.</summary>
    private static ulong EqualToPrevious(ReadOnlySpan<double> values)
    {
        return Vector512.IsHardwareAccelerated ? EqualToPrevious<EightLanes>(values)
            : Vector256.IsHardwareAccelerated ? EqualToPrevious<FourLanes>(values)
            : EqualToPrevious<TwoLanes>(values);
    }

    private static ulong EqualToPrevious<T>(ReadOnlySpan<double> values)
        where T : unmanaged, ILanes<T>
    {
        ulong equal = 0;
        for (int row = 0; row < 64; row += T.Count) equal |= T.EqualPlaces(T.From(values, row), T.From(values, row + 1)) << row;
        return equal;
    }

    private static ulong EqualToPreviousPlain(ReadOnlySpan<double> values)
    {
        ulong equal = 0;
        for (int k = 1; k < values.Length; k++) equal |= (ulong)Unsafe.BitCast<bool, byte>(values[k] == values[k - 1]) << (k - 1);
        return equal;
    }
}
