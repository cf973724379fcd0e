namespace CanaryJudge.Statistics;

/// <summary>
/// log2 and 2^x by fixed polynomials, so that their last digit is the same on every machine and the same as Go's, in which Prometheus is written
/// (the C library's may differ by one unit).
/// </summary>
/// <remarks>Both are the argument reductions and minimax polynomials of FDLIBM (Sun Microsystems, 1993), which Go follows; error below one unit in the last place.</remarks>
internal static class PortableBinary
{
    private const double LnTwoHigh = 6.93147180369123816490e-01;
    private const double LnTwoLow = 1.90821492927058770002e-10;

    /// <summary>log2 of a positive number; exact for powers of two; +infinity for +infinity.</summary>
    public static double Log2(double x)
    {
        if (double.IsPositiveInfinity(x)) return x;
        int exponent = Math.ILogB(x) + 1;
        double fraction = Math.ScaleB(x, -exponent); // in [0.5, 1)
        return fraction == 0.5 ? exponent - 1 : LnOfFraction(fraction) * (1 / 0.693147180559945309417232121458176568) + exponent;
    }

    /// <summary>2^x: 0 below -1074, +infinity from 1024 on.</summary>
    public static double Exp2(double x)
    {
        if (x >= 1024) return double.PositiveInfinity;
        if (x < -1075) return 0;
        int whole = (int)(x > 0 ? x + 0.5 : x - 0.5);
        double rest = x - whole, high = rest * LnTwoHigh, low = -rest * LnTwoLow;
        double r = high - low, t = r * r;
        double c = r - t * (1.66666666666666657415e-01 + t * (-2.77777777770155933842e-03
            + t * (6.61375632143793436117e-05 + t * (-1.65339022054652515390e-06 + t * 4.13813679705723846039e-08))));
        return Math.ScaleB(1 - (low - r * c / (2 - c) - high), whole);
    }

    /// <summary>ln of a number in [0.5, 1): ln(1 + f) = f - f²/2 + s (f²/2 + R(s²)) with s = f/(2 + f).</summary>
    private static double LnOfFraction(double fraction)
    {
        int k = 0;
        if (fraction < 0.70710678118654752440)
        {
            fraction *= 2;
            k = -1;
        }

        double f = fraction - 1, s = f / (2 + f), s2 = s * s, s4 = s2 * s2;
        double odd = s2 * (6.666666666666735130e-01 + s4 * (2.857142874366239149e-01 + s4 * (1.818357216161805012e-01 + s4 * 1.479819860511658591e-01)));
        double even = s4 * (3.999999999940941908e-01 + s4 * (2.222219843214978396e-01 + s4 * 1.531383769920937332e-01));
        double half = 0.5 * f * f;
        return k * LnTwoHigh - (half - (s * (half + (odd + even)) + k * LnTwoLow) - f);
    }
}
