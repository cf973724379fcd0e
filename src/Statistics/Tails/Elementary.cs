namespace CanaryJudge.Statistics;

/// <summary>Exponentials near 0, logarithms of sums and complements, and exact differences of products: what the base library rounds away.</summary>
/// <remarks>double.ExpM1 of .NET 10 computes exp(x) - 1 as written, which loses every digit for small x; for ln(1 + x) see Logarithms.OnePlus.</remarks>
internal static class Elementary
{
    /// <summary>exp(x) - 1 to a few units in the last place for every x; -1 at -infinity. Kahan's correction.</summary>
    public static double ExpM1(double x)
    {
        double u = Math.Exp(x);
        if (u == 1) return x;
        double v = u - 1;
        return v == -1 || double.IsInfinity(u) ? v : v * (x / Math.Log(u));
    }

    /// <summary>ln(1 - e^x) for x at most 0: the logarithm of a complement. -infinity at 0.</summary>
    public static double Log1MExp(double x) => x > -0.6931471805599453 ? Math.Log(-ExpM1(x)) : Logarithms.OnePlus(-Math.Exp(x));

    /// <summary>ln(e^a + e^b) without overflow; -infinity counts as ln 0.</summary>
    public static double LogAddExp(double a, double b)
    {
        double high = Math.Max(a, b), low = Math.Min(a, b);
        return double.IsNegativeInfinity(low) || double.IsPositiveInfinity(high) ? high : high + Logarithms.OnePlus(Math.Exp(low - high));
    }

    /// <summary>a·b - c·d with one rounding error of the result, however close the products are (Kahan; fused multiply-add).</summary>
    public static double DifferenceOfProducts(double a, double b, double c, double d)
    {
        double product = c * d;
        double lost = Math.FusedMultiplyAdd(-c, d, product);
        return Math.FusedMultiplyAdd(a, b, -product) + lost;
    }

    /// <summary>ln(a/b) for positive a and b whose difference is known better than either: exact when they are close, safe when they are far apart.</summary>
    public static double LnRatio(double a, double b, double difference)
    {
        double relative = difference / b;
        return Math.Abs(relative) < 0.5 ? Logarithms.OnePlus(relative) : Math.Log(a) - Math.Log(b);
    }
}
