namespace CanaryJudge.Statistics;

/// <summary>
/// The regularised incomplete beta function with relative accuracy in both tails, also as a logarithm: about 1e-13 up to parameters of 1e6, 1e-11 up to 2^31.
/// The sum of binomial probabilities is the same function.
/// </summary>
/// <remarks>
/// Continued fraction of Didonato and Morris (1992), ACM TOMS 18, 360-373 (evaluated as Lentz 1976) times Loader's binomial term; O(sqrt(a + b)) steps at the mean, few elsewhere.
/// MathNet's BetaRegularized loses seven digits at parameters of 1e9, because its prefactor is a difference of large ln-gammas.
/// </remarks>
internal static class BetaTail
{
    /// <summary>ln I_x(a, b), y = 1 - x given apart so that neither end loses digits; a and b positive.</summary>
    public static double LnLower(double a, double b, double x, double y)
    {
        if (x <= 0) return double.NegativeInfinity;
        if (y <= 0) return 0;
        return x * (a + b + 2) <= a + 1 ? LnFraction(a, b, x, y) : Elementary.Log1MExp(Math.Min(0, LnFraction(b, a, y, x)));
    }

    /// <summary>I_x(a, b): 0 only where the true value is below the smallest double.</summary>
    public static double Lower(double a, double b, double x, double y)
    {
        if (x <= 0) return 0;
        if (y <= 0) return 1;
        return x * (a + b + 2) <= a + 1 ? Math.Exp(LnFraction(a, b, x, y)) : -Elementary.ExpM1(Math.Min(0, LnFraction(b, a, y, x)));
    }

    /// <summary>P(X &gt;= k) for X binomial with n trials and chance p = 1 - q; whole k and n.</summary>
    public static double BinomialAtLeast(double k, double n, double p, double q) =>
        k <= 0 ? 1 : k > n ? 0 : Lower(k, n - k + 1, p, q);

    /// <summary>P(X &lt;= k) for X binomial with n trials and chance p = 1 - q; whole k and n.</summary>
    public static double BinomialAtMost(double k, double n, double p, double q) =>
        k < 0 ? 0 : k >= n ? 1 : Lower(n - k, k + 1, q, p);

    /// <summary>
    /// ln of x^a y^b / (B(a, b) times the continued fraction). Its partial terms hold a y - b x as one difference: with x near 1 the usual form subtracts numbers that are equal
    /// to seven digits.
    /// </summary>
    private static double LnFraction(double a, double b, double x, double y)
    {
        double lnPrefix = Binomial.LnTerm(a, a + b, x, y) + Math.Log(a) + Math.Log(b / (a + b));
        double lead = Elementary.DifferenceOfProducts(a, y, b, x) + 1;
        double fraction = NotZero(a / (a + 1) * lead), c = fraction, d = 0;
        for (double n = 1; ; n++)
        {
            double middle = a + 2 * n - 1;
            double numerator = (a + n - 1) / middle * ((a + b + n - 1) / middle) * n * ((b - n) * x) * x;
            double denominator = n + n * ((b - n) * x) / middle + (a + n) / (middle + 2) * (lead + n * (1 + y));
            d = 1 / NotZero(denominator + numerator * d);
            c = NotZero(denominator + numerator / c);
            double factor = c * d;
            fraction *= factor;
            if (Math.Abs(factor - 1) <= 2.3e-16 || n > 100_000_000) return lnPrefix - Math.Log(fraction);
        }

        static double NotZero(double value) => Math.Abs(value) < 1e-300 ? 1e-300 : value;
    }
}
