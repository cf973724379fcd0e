using System.Runtime.CompilerServices;

namespace CanaryJudge.Statistics;

/// <summary>Exponentials and logarithms of several values at once, from additions, multiplications and divisions alone: the same bits on every machine, whatever its C library.</summary>
/// <remarks>
/// Both reduce the argument by multiples of ln 2 whose leading part is exact (Cody and Waite 1980). The exponential is a Taylor polynomial of degree 13 on |r| at most ln(2)/2
/// (truncation below 5e-18); the logarithm is the series of atanh in f/(2 + f) up to the 21st power on [√½, √2) (below 3e-18), summed as in FreeBSD's msun, so that no digit
/// is lost near 1. Tests hold both within two units in the last place of the base library's.
/// Gain on an evidence update with its hundreds of terms: 4 to 6 times with eight lanes, and no dependence on a library.
/// </remarks>
internal static class LaneElementary
{
    private const double LnTwoHigh = 6.93147180369123816490e-01; // its last 32 bits are 0: a product with an exponent is exact
    private const double LnTwoLow = 1.90821492927058770002e-10;
    private const double Log2E = 1.44269504088896338700;
    private const double RoundingShift = 6755399441055744; // 1.5 times 2 to the 52nd: adding it rounds to a whole number, which then stands in the last bits; the last twelve of its own are 0
    private const double LeastOrdinary = 2.2250738585072014e-308;
    private const long BitsOfRootHalf = 0x3FE6A09E667F3BCD;
    private const long ExponentBits = unchecked((long)0xFFF0000000000000);
    private const double WholeShift = 4503599627370496; // 2 to the 52nd: with a whole number below it in the last bits it is the sum of both
    private const int Bias = 1024; // so that no exponent is negative

    /// <summary>e to the power of each, for numbers up to 700, none of them NaN; below the least one, the value there: no number so small that the processor takes a slow way with it.</summary>
    /// <param name="x">The exponents.</param>
    /// <param name="least">From -700 to 0: chosen so that e to it is nothing beside what it is added to.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T ExpFrom<T>(T x, double least)
        where T : unmanaged, ILanes<T>
    {
        T within = T.MaxNative(x, least), shifted = within * Log2E + RoundingShift, count = shifted - RoundingShift;
        T r = within - count * LnTwoHigh - count * LnTwoLow;
        // Factors are paired (Estrin), so that the chain of dependent operations is short.
        T r2 = r * r, r4 = r2 * r2;
        T first = Pair(1.0 / 2, 1.0 / 6, r) + Pair(1.0 / 24, 1.0 / 120, r) * r2;
        T second = Pair(1.0 / 720, 1.0 / 5040, r) + Pair(1.0 / 40320, 1.0 / 362880, r) * r2;
        T third = Pair(1.0 / 3628800, 1.0 / 39916800, r) + Pair(1.0 / 479001600, 1.0 / 6227020800, r) * r2;
        return (1 + (r + r2 * (first + r4 * (second + r4 * third)))) * T.ToExponent(T.AddBits(shifted, 1023));
    }

    /// <summary>The natural logarithm of each; -infinity for 0, NaN for a negative number or NaN, infinity for infinity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Ln<T>(T x)
        where T : unmanaged, ILanes<T> => AreOrdinary(x) ? LnOrdinary(x) : LnOdd(x);

    /// <summary>True when each is a positive number that is neither infinite nor so small that it lacks digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreOrdinary<T>(T x)
        where T : unmanaged, ILanes<T> => T.AllAtMost(LeastOrdinary, x) && T.AllAtMost(x, double.MaxValue);

    /// <summary>The natural logarithm of ordinary numbers. Two that are checked together and taken so, without a call between, keep all in registers: with the calls for odd ones beside, an evidence update took up to a fifth longer, as the stack happened to lie.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T LnOrdinary<T>(T x)
        where T : unmanaged, ILanes<T>
    {
        T above = T.AddBits(x, -BitsOfRootHalf), exponent = T.FromExponent(T.AddBits(above, (long)Bias << 52));
        T count = T.Or(exponent, BitConverter.DoubleToInt64Bits(WholeShift)) - (WholeShift + Bias);
        T f = T.SubtractBits(x, T.And(above, ExponentBits)) - 1;
        T s = f / (2 + f), z = s * s, z2 = z * z, z4 = z2 * z2;
        T first = Pair(2.0 / 3, 2.0 / 5, z) + Pair(2.0 / 7, 2.0 / 9, z) * z2;
        T second = Pair(2.0 / 11, 2.0 / 13, z) + Pair(2.0 / 15, 2.0 / 17, z) * z2;
        T sum = first + z4 * (second + z4 * Pair(2.0 / 19, 2.0 / 21, z));
        T halfSquare = f * f * 0.5;
        return count * LnTwoHigh - (halfSquare - (s * (halfSquare + z * sum) + count * LnTwoLow) - f);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Pair<T>(double constant, double factor, T x)
        where T : unmanaged, ILanes<T> => constant + x * factor;

    // Zeros, denormals, negatives, infinities and NaN: rare, so one by one. A denormal is made ordinary first.
    private static T LnOdd<T>(T x)
        where T : unmanaged, ILanes<T>
    {
        Span<double> values = stackalloc double[T.Count];
        x.CopyTo(values, 0);
        foreach (ref double value in values)
        {
            value = value switch
            {
                0 => double.NegativeInfinity,
                > 0 and < LeastOrdinary => LnOrdinary<TwoLanes>(value * 18014398509481984).First() - 54 * Logarithms.OfTwo,
                > 0 and < double.PositiveInfinity => LnOrdinary<TwoLanes>(value).First(),
                > 0 => double.PositiveInfinity,
                _ => double.NaN,
            };
        }

        return T.From(values, 0);
    }
}
