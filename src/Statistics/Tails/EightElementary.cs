using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CanaryJudge.Statistics;

/// <summary>Exponentials and logarithms of eight values at once, from additions, multiplications and divisions alone: the same bits on every machine, whatever its C library.</summary>
/// <remarks>
/// Both reduce the argument by multiples of ln 2 whose leading part is exact (Cody and Waite 1980). The exponential is a Taylor polynomial of degree 13 on |r| at most ln(2)/2
/// (truncation below 5e-18); the logarithm is the series of atanh in f/(2 + f) up to the 21st power on [√½, √2) (below 3e-18), summed as in FreeBSD's msun, so that no digit
/// is lost near 1. Tests hold both within two units in the last place of the base library's.
/// Gain on an evidence update with its hundreds of terms: 4 to 6 times, and no dependence on a library.
/// </remarks>
internal static class EightElementary
{
    /// <summary>Values in a vector.</summary>
    public const int Width = 8;

    private const double LnTwoHigh = 6.93147180369123816490e-01; // its last 32 bits are 0: a product with an exponent is exact
    private const double LnTwoLow = 1.90821492927058770002e-10;
    private const double Log2E = 1.44269504088896338700;
    private const double RoundingShift = 6755399441055744; // 1.5 times 2 to the 52nd: adding it rounds to a whole number
    private const long BitsOfRootHalf = 0x3FE6A09E667F3BCD;
    private const double Beyond = 1100; // exponentials of more are infinite, of less than its negative 0

    /// <summary>e to the power of each; 0 at -infinity and where it would be below the least denormal, infinity where it would be too large, NaN for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Exp(Vector512<double> x)
    {
        Vector512<double> within = Vector512.MinNative(Vector512.MaxNative(x, Vector512.Create(-Beyond)), Vector512.Create(Beyond));
        Vector512<double> shifted = within * Log2E + Vector512.Create(RoundingShift);
        Vector512<double> value = Polynomial(within, shifted - Vector512.Create(RoundingShift));
        // Two factors: one power of two cannot reach the denormals, nor the largest numbers from above 1.
        Vector512<long> exponent = Vector512.AsInt64(shifted) - Vector512.Create(BitConverter.DoubleToInt64Bits(RoundingShift));
        Vector512<long> half = exponent >> 1;
        value = value * PowerOfTwo(half) * PowerOfTwo(exponent - half);
        return Vector512.ConditionalSelect(Vector512.Equals(x, x), value, x);
    }

    /// <summary>The same for numbers up to 700, none of them NaN; below the least one, the value there. A quarter less work, and no number so small that the processor takes a slow way with it.</summary>
    /// <param name="x">The exponents.</param>
    /// <param name="least">From -700 to 0: chosen so that e to it is nothing beside what it is added to.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> ExpFrom(Vector512<double> x, double least)
    {
        Vector512<double> within = Vector512.MaxNative(x, Vector512.Create(least));
        Vector512<double> shifted = within * Log2E + Vector512.Create(RoundingShift);
        return Polynomial(within, shifted - Vector512.Create(RoundingShift)) * PowerOfTwo(Vector512.AsInt64(shifted) - Vector512.Create(BitConverter.DoubleToInt64Bits(RoundingShift)));
    }

    /// <summary>The natural logarithm of each; -infinity for 0, NaN for a negative number or NaN, infinity for infinity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Ln(Vector512<double> x)
    {
        Vector512<double> isOrdinary = Vector512.BitwiseAnd(Vector512.GreaterThanOrEqual(x, Vector512.Create(2.2250738585072014e-308)), Vector512.LessThanOrEqual(x, Vector512.Create(double.MaxValue)));
        if (isOrdinary.AsInt64() != Vector512<long>.AllBitsSet) return Odd(x);
        Vector512<long> exponent = (x.AsInt64() - Vector512.Create(BitsOfRootHalf)) >> 52;
        Vector512<double> f = (x.AsInt64() - (exponent << 52)).AsDouble() - Vector512<double>.One;
        Vector512<double> s = f / (Vector512.Create(2.0) + f), z = s * s;
        Vector512<double> z2 = z * z, z4 = z2 * z2;
        Vector512<double> first = Pair(2.0 / 3, 2.0 / 5, z) + Pair(2.0 / 7, 2.0 / 9, z) * z2;
        Vector512<double> second = Pair(2.0 / 11, 2.0 / 13, z) + Pair(2.0 / 15, 2.0 / 17, z) * z2;
        Vector512<double> sum = first + z4 * (second + z4 * Pair(2.0 / 19, 2.0 / 21, z));
        Vector512<double> halfSquare = f * f * 0.5, count = Vector512.ConvertToDouble(exponent);
        return count * LnTwoHigh - (halfSquare - (s * (halfSquare + z * sum) + count * LnTwoLow) - f);
    }

    /// <summary>The sum of the eight, always in the same order.</summary>
    public static double Sum(Vector512<double> x)
    {
        Vector256<double> four = x.GetLower() + x.GetUpper();
        Vector128<double> two = four.GetLower() + four.GetUpper();
        return two[0] + two[1];
    }

    /// <summary>The largest of the eight; NaN when one is.</summary>
    public static double Largest(Vector512<double> x)
    {
        Vector256<double> four = Vector256.Max(x.GetLower(), x.GetUpper());
        Vector128<double> two = Vector128.Max(four.GetLower(), four.GetUpper());
        return Math.Max(two[0], two[1]);
    }

    // e to the power of what x is above or below a whole number of ln 2.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Polynomial(Vector512<double> x, Vector512<double> count)
    {
        Vector512<double> r = x - count * LnTwoHigh - count * LnTwoLow;
        // Factors are paired (Estrin), so that the chain of dependent operations is short.
        Vector512<double> r2 = r * r, r4 = r2 * r2;
        Vector512<double> first = Pair(1.0 / 2, 1.0 / 6, r) + Pair(1.0 / 24, 1.0 / 120, r) * r2;
        Vector512<double> second = Pair(1.0 / 720, 1.0 / 5040, r) + Pair(1.0 / 40320, 1.0 / 362880, r) * r2;
        Vector512<double> third = Pair(1.0 / 3628800, 1.0 / 39916800, r) + Pair(1.0 / 479001600, 1.0 / 6227020800, r) * r2;
        return Vector512<double>.One + (r + r2 * (first + r4 * (second + r4 * third)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Pair(double constant, double factor, Vector512<double> x) => Vector512.Create(constant) + x * factor;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> PowerOfTwo(Vector512<long> exponent) => ((exponent + Vector512.Create(1023L)) << 52).AsDouble();

    // Zeros, denormals, negatives, infinities and NaN: rare, so one by one. A denormal is made ordinary first.
    private static Vector512<double> Odd(Vector512<double> x)
    {
        Span<double> values = stackalloc double[Width];
        x.CopyTo(values);
        for (int k = 0; k < Width; k++)
        {
            values[k] = values[k] switch
            {
                0 => double.NegativeInfinity,
                > 0 and < 2.2250738585072014e-308 => Ln(Vector512.Create(values[k] * 18014398509481984))[0] - 54 * Logarithms.OfTwo,
                > 0 and < double.PositiveInfinity => Ln(Vector512.Create(values[k]))[0],
                > 0 => double.PositiveInfinity,
                _ => double.NaN,
            };
        }

        return Vector512.Create<double>(values);
    }
}
