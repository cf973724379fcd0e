using System.Numerics;

namespace CanaryJudge.Sources.Prometheus.Decoding;

/// <summary>Turns digits with a decimal point into the nearest double without the long way of double.Parse.</summary>
/// <remarks>
/// The mantissa times a 128-bit approximation of the power of five, rounded once to even; where the approximation cannot tell,
/// the caller takes the long way. Lemire (2021), "Number parsing at a gigabyte per second", Software: Practice and Experience 51.
/// </remarks>
internal static class DecimalScale
{
    /// <summary>Digits behind the point at most.</summary>
    public const int MaxScale = 48;

    private const int SafeScale = 27; // up to here 5^scale fits 64 bits, and the approximation always tells
    private const int MantissaBits = 52;
    private static readonly UInt128[] Reciprocals = [.. Enumerable.Range(0, MaxScale + 1).Select(Reciprocal)];

    /// <summary>The double nearest to mantissa / 10^scale, ties to even.</summary>
    /// <param name="mantissa">The digits; not wrapped.</param>
    /// <param name="scale">How many of them stand behind the point, 1 to <see cref="MaxScale"/>.</param>
    /// <param name="value">The double.</param>
    /// <returns>False when the long way must be taken.</returns>
    public static bool TryDivide(ulong mantissa, int scale, out double value)
    {
        value = 0;
        if (mantissa == 0) return true;
        int shift = BitOperations.LeadingZeroCount(mantissa);
        ulong scaled = mantissa << shift;
        UInt128 reciprocal = Reciprocals[scale];
        ulong high = Math.BigMul(scaled, (ulong)(reciprocal >> 64), out ulong low);
        if ((high & 0x1FF) == 0x1FF)
        {
            // The 55 bits that matter could still change: add the lower half of the reciprocal.
            ulong carry = Math.BigMul(scaled, unchecked((ulong)reciprocal), out _);
            low = unchecked(low + carry);
            if (low < carry) high++;
        }
        if (low == ulong.MaxValue && scale > SafeScale) return false;

        int top = (int)(high >> 63);
        ulong bits = high >> (top + 64 - MantissaBits - 3); // one bit more than a double holds
        // Exactly between two doubles (possible while 5^scale divides into 64 bits): to even.
        if (low <= 1 && scale <= 4 && (bits & 3) == 1 && bits << (top + 64 - MantissaBits - 3) == high) bits &= ~1UL;
        bits = (bits + (bits & 1)) >> 1;
        int exponent = ((217_706 * -scale) >> 16) + 63 + top - shift + 1023;
        if (bits >= 2UL << MantissaBits)
        {
            bits >>= 1;
            exponent++;
        }
        value = BitConverter.UInt64BitsToDouble(((ulong)exponent << MantissaBits) | (bits & ((1UL << MantissaBits) - 1)));
        return true;
    }

    /// <summary>1 / 5^scale as 128 bits of which the first is 1, rounded up.</summary>
    private static UInt128 Reciprocal(int scale)
    {
        BigInteger five = BigInteger.Pow(5, scale);
        BigInteger reciprocal = (BigInteger.One << ((int)five.GetBitLength() + 127)) / five + 1;
        while (reciprocal.GetBitLength() > 128) reciprocal >>= 1;
        return (UInt128)reciprocal;
    }
}
