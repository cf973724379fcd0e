using MathNet.Numerics;

namespace CanaryJudge.Statistics;

/// <summary>From a standard normal statistic to its p-value and back, with relative accuracy of about 1e-14 as far out as a double reaches (z = 38.5, p = 4e-324).</summary>
internal static class NormalScore
{
    private const double LnRootTwoPi = 0.91893853320467274178;
    private const double RootHalf = 0.70710678118654752440;

    /// <summary>P(Z &gt; z): 1 at -infinity, 0 at +infinity.</summary>
    public static double Upper(double z) => z < 5 ? 0.5 * SpecialFunctions.Erfc(z * RootHalf) : Density(z) * Mills(z);

    /// <summary>ln P(Z &gt; z), for every z a double can hold; -infinity at +infinity.</summary>
    public static double LnUpper(double z) => z switch
    {
        < -5 => Elementary.Log1P(-Upper(-z)),
        < 5 => Math.Log(Upper(z)),
        double.PositiveInfinity => double.NegativeInfinity,
        _ => -0.5 * z * z - LnRootTwoPi + Math.Log(Mills(z)),
    };

    /// <summary>The p-value of a standard normal statistic; z counts in favour of the first sample when it is positive.</summary>
    public static double P(double z, Alternative alternative) => alternative switch
    {
        Alternative.Greater => Upper(z),
        Alternative.Less => Upper(-z),
        Alternative.TwoSided => Math.Min(1, 2 * Upper(Math.Abs(z))),
        _ => throw new ArgumentException($"The alternative {alternative} is not known: use TwoSided, Greater or Less.", nameof(alternative)),
    };

    /// <summary>z with P(Z &gt; z) = p, p in (0, 1): Newton steps on ln p from MathNet's approximation, to the last digits of p.</summary>
    public static double UpperQuantile(double p)
    {
        if (p > 0.5) return -UpperQuantile(1 - p);
        double z = p < 1e-300 ? Math.Sqrt(-2 * Math.Log(p)) - 0.1 : -MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, p);
        double lnP = Math.Log(p);
        for (int step = 0; step < 4; step++)
        {
            double lnUpper = LnUpper(z);
            double move = (lnUpper - lnP) * Math.Exp(lnUpper + 0.5 * z * z + LnRootTwoPi);
            z += move;
            if (Math.Abs(move) <= 4e-16 * Math.Abs(z)) break;
        }

        return z;
    }

    /// <summary>The density, with the square split so that its rounding does not reach the exponent (as Cody 1969 does).</summary>
    private static double Density(double z)
    {
        if (z > 40) return 0;
        double head = Math.Round(z * 16) / 16;
        return Math.Exp(-0.5 * head * head) * Math.Exp(-0.5 * (z - head) * (z + head)) * 0.39894228040143267794;
    }

    /// <summary>Mills ratio P(Z &gt; z)/density for z at least 5: Laplace's continued fraction, evaluated from below (80 terms reach 1e-16 at z = 5).</summary>
    private static double Mills(double z)
    {
        double fraction = z;
        for (int k = 80; k >= 1; k--) fraction = z + k / fraction;
        return 1 / fraction;
    }
}
