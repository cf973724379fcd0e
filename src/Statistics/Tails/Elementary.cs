namespace CanaryJudge.Statistics;

/// <summary>Logarithms and exponentials near 1 and 0, and exact differences of products: what the base library rounds away.</summary>
/// <remarks>double.LogP1 and double.ExpM1 of .NET 10 compute log(x + 1) and exp(x) - 1 as written, which loses every digit for small x.</remarks>
internal static class Elementary
{
    /// <summary>ln(1 + x) to a few units in the last place for every x above -1; -infinity at -1. Kahan's correction (HP-15C handbook, 1982).</summary>
    public static double Log1P(double x)
    {
        double u = 1 + x;
        if (u == 1) return x;
        return double.IsInfinity(u) || u == 0 ? Math.Log(u) : Math.Log(u) * (x / (u - 1));
    }

    /// <summary>exp(x) - 1 to a few units in the last place for every x; -1 at -infinity. Kahan's correction.</summary>
    public static double ExpM1(double x)
    {
        double u = Math.Exp(x);
        if (u == 1) return x;
        double v = u - 1;
        return v == -1 || double.IsInfinity(u) ? v : v * (x / Math.Log(u));
    }

    /// <summary>ln(1 - e^x) for x at most 0: the logarithm of a complement. -infinity at 0.</summary>
    public static double Log1MExp(double x) => x > -0.6931471805599453 ? Math.Log(-ExpM1(x)) : Log1P(-Math.Exp(x));

    /// <summary>ln(e^a + e^b) without overflow; -infinity counts as ln 0.</summary>
    public static double LogAddExp(double a, double b)
    {
        double high = Math.Max(a, b), low = Math.Min(a, b);
        return double.IsNegativeInfinity(low) || double.IsPositiveInfinity(high) ? high : high + Log1P(Math.Exp(low - high));
    }

    /// <summary>a·b - c·d with one rounding error of the result, however close the products are (Kahan; fused multiply-add).</summary>
    public static double DifferenceOfProducts(double a, double b, double c, double d)
    {
        double product = c * d;
        double lost = Math.FusedMultiplyAdd(-c, d, product);
        return Math.FusedMultiplyAdd(a, b, -product) + lost;
    }
}
