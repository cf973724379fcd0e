using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CanaryJudge.Sources.Prometheus.Decoding;

/// <summary>A number as servers write it between quotes: digits, or digits, a point and decimals.</summary>
/// <remarks>
/// One comparison of 32 bytes finds where the digits end; they are then read backwards from there as three words of eight, with
/// what lies before them masked out, so that no branch depends on how many there are.
/// </remarks>
internal static class NumberScan
{
    private const int MaxDecimals = 24;
    private const int MaxWhole = 8; // digits before the point
    private const int MaxDigits = 19; // always fit 64 bits
    private const uint MostLeading = 999; // with 16 digits behind it, it fits 64 bits

    private static ReadOnlySpan<byte> Masks => [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255];

    private static ReadOnlySpan<ulong> Powers => [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000,
        10_000_000_000, 100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000,
        10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000, 10_000_000_000_000_000_000];

    /// <summary>Reads the number up to the quote behind it, to the nearest double (ties to even).</summary>
    /// <param name="text">Where it starts; 32 bytes from there and 24 before can be read.</param>
    /// <param name="value">The number.</param>
    /// <returns>How many bytes it takes, without the quote; 0 when it has another form or must be read the long way.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Read(ref byte text, out double value)
    {
        uint others = NotDigits(ref text);
        int whole = BitOperations.TrailingZeroCount(others);
        uint behind = others & unchecked(others - 1);
        int end = BitOperations.TrailingZeroCount(behind);
        value = 0;
        if (whole == 0 || whole > 31) return IsNaN(ref text, out value) ? 3 : 0;
        if (Unsafe.Add(ref text, whole) == '"')
        {
            if (whole > MaxDigits) return 0;
            TryLast(ref Unsafe.Add(ref text, whole), whole, out ulong digits);
            value = digits; // to the nearest, ties to even
            return whole;
        }

        int scale = end - whole - 1;
        if (Unsafe.Add(ref text, whole) != '.' || end > 31 || Unsafe.Add(ref text, end) != '"' || scale == 0 || scale > MaxDecimals || whole > MaxWhole) return 0;
        if (!TryLast(ref Unsafe.Add(ref text, end), scale, out ulong decimals)) return 0;
        ulong before = unchecked(Digits.Eight((Unsafe.ReadUnaligned<ulong>(ref text) ^ Digits.Zeros) << (64 - 8 * whole)));
        if (before != 0)
        {
            if (whole + scale > MaxDigits) return 0;
            decimals = unchecked(before * Powers[scale] + decimals);
        }
        return DecimalScale.TryDivide(decimals, scale, out value) ? end : 0;
    }

    private static bool IsNaN(ref byte text, out double value)
    {
        value = double.NaN;
        return Unsafe.ReadUnaligned<uint>(ref text) == 0x224E614E; // NaN"
    }

    /// <summary>Which of the next 32 bytes are no digits, the first in the lowest bit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint NotDigits(ref byte text)
    {
        Vector256<byte> digits = Vector256.LoadUnsafe(ref text) - Vector256.Create((byte)'0');
        return Vector256.GreaterThan(digits, Vector256.Create((byte)9)).ExtractMostSignificantBits();
    }

    /// <summary>The number that the last digits before a place are.</summary>
    /// <returns>False when it may not fit 64 bits.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryLast(ref byte end, int count, out ulong number)
    {
        ref byte mask = ref Unsafe.Add(ref MemoryMarshal.GetReference(Masks), count);
        uint low = Digits.Eight((Unsafe.ReadUnaligned<ulong>(ref Unsafe.Subtract(ref end, 8)) ^ Digits.Zeros) & Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref mask, 16)));
        uint middle = Digits.Eight((Unsafe.ReadUnaligned<ulong>(ref Unsafe.Subtract(ref end, 16)) ^ Digits.Zeros) & Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref mask, 8)));
        uint high = Digits.Eight((Unsafe.ReadUnaligned<ulong>(ref Unsafe.Subtract(ref end, 24)) ^ Digits.Zeros) & Unsafe.ReadUnaligned<ulong>(ref mask));
        number = unchecked(high * 10_000_000_000_000_000UL + middle * 100_000_000UL + low);
        return high <= MostLeading;
    }
}
