namespace CanaryJudge.Statistics;

/// <summary>
/// The upper tail of the standard normal distribution with relative accuracy (a few units in the last place) down to the smallest double, and its logarithm beyond.
/// </summary>
/// <remarks>
/// Rational Chebyshev approximations of Cody (1969), Math. Comp. 23, 631-637, as arranged in SPECFUN (Cody 1993, ACM TOMS 19, 22-32):
/// the square is split so that exp(-z²/2) keeps its last digits. The coefficients are written out because a constant span allocates in code the JIT has not optimised yet. The decision record on tails says why MathNet's is not used.
/// </remarks>
internal static class NormalTail
{
    private const double Middle = 0.67448975;
    private const double InverseSqrtTwoPi = 0.398942280401432677939946059934;

    /// <summary>P(Z &gt; z): 1 at -infinity, 0.5 at 0, NaN for NaN.</summary>
    public static double Upper(double z)
    {
        double size = Math.Abs(z);
        if (size <= Middle) return 0.5 - Centre(z);
        double tail = ExponentialOfHalfSquare(size) * ScaledTail(size);
        return z > 0 ? tail : 1 - tail;
    }

    /// <summary><see cref="Upper"/> and <see cref="LnUpper"/>, the same bits, with what they share computed once: a quarter of the time less.</summary>
    public static Tail Of(double z)
    {
        double size = Math.Abs(z);
        if (!(size > Middle))
        {
            double upper = 0.5 - Centre(z);
            return new(upper, Math.Log(upper));
        }

        double scaled = ScaledTail(size);
        double tail = ExponentialOfHalfSquare(size) * scaled;
        return z > 0 ? new(tail, Math.Log(scaled) - (z * z / 2)) : new(1 - tail, Logarithms.OnePlus(-tail));
    }

    /// <summary>ln P(Z &gt; z), finite for every finite z below 1e154.</summary>
    public static double LnUpper(double z)
    {
        if (z <= Middle) return z < -Middle ? Logarithms.OnePlus(-Upper(-z)) : Math.Log(Upper(z));
        return Math.Log(ScaledTail(z)) - (z * z / 2);
    }

    /// <summary>The inverse of Mills' ratio, φ(z) / P(Z &gt; z): the slope of -ln P(Z &gt; z).</summary>
    public static double Hazard(double z) =>
        z > Middle ? InverseSqrtTwoPi / ScaledTail(z) : InverseSqrtTwoPi * Math.Exp(-z * z / 2) / Upper(z);

    /// <summary>Φ(z) - 0.5 for |z| at most 0.67448975.</summary>
    private static double Centre(double z)
    {
        double q = z * z;
        double numerator = (((((((0.065682337918207449113 * q) + 2.2352520354606839287) * q) + 161.02823106855587881) * q) + 1067.6894854603709582) * q) + 18154.981253343561249;
        double denominator = ((((((q + 47.20258190468824187) * q) + 976.09855173777669322) * q) + 10260.932208618978205) * q) + 45507.789335026729956;
        return z * numerator / denominator;
    }

    /// <summary>P(Z &gt; z) exp(z²/2) for z above 0.67448975.</summary>
    private static double ScaledTail(double z)
    {
        if (z <= 5.656854249492380195206754896838)
        {
            double top = (((((((1.0765576773720192317e-8 * z) + 0.39894151208813466764) * z) + 8.8831497943883759412) * z) + 93.506656132177855979) * z) + 597.27027639480026226;
            top = (((((((top * z) + 2494.5375852903726711) * z) + 6848.1904505362823326) * z) + 11602.651437647350124) * z) + 9842.7148383839780218;
            double bottom = ((((((z + 22.266688044328115691) * z) + 235.38790178262499861) * z) + 1519.377599407554805) * z) + 6485.558298266760755;
            bottom = (((((((bottom * z) + 18615.571640885098091) * z) + 34900.952721145977266) * z) + 38912.003286093271411) * z) + 19685.429676859990727;
            return top / bottom;
        }

        double r = 1 / (z * z);
        double far = (((((((0.02307344176494017303 * r) + 0.21589853405795699) * r) + 0.1274011611602473639) * r) + 0.022235277870649807) * r) + 0.001421619193227893466;
        double below = ((((((r + 1.28426009614491121) * r) + 0.468238212480865118) * r) + 0.0659881378689285515) * r) + 0.00378239633202758244;
        return (InverseSqrtTwoPi - (r * ((far * r) + 2.9112874951168792e-5) / ((below * r) + 7.29751555083966205e-5))) / z;
    }

    /// <summary>exp(-z²/2) with z split at a sixteenth, so that the larger part squares without rounding.</summary>
    private static double ExponentialOfHalfSquare(double z)
    {
        if (z > 39) return 0;
        double coarse = Math.Truncate(z * 16) / 16;
        double rest = (z - coarse) * (z + coarse);
        return Math.Exp(-coarse * coarse / 2) * Math.Exp(-rest / 2);
    }
}
