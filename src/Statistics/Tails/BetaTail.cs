namespace CanaryJudge.Statistics;

/// <summary>
/// The regularised incomplete beta function with relative accuracy in both tails, also as a logarithm: about 1e-13 up to parameters of 1e6, 1e-11 up to 2^31.
/// The sum of binomial probabilities is the same function.
/// </summary>
/// <remarks>
/// Continued fraction DLMF 8.17.22 (modified Lentz) times Loader's binomial term; O(sqrt(a + b)) steps at the mean, few elsewhere.
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

    private static double LnFraction(double a, double b, double x, double y)
    {
        double lnPrefix = Binomial.LnTerm(a, a + b, x, y) + Math.Log(b / (a + b));
        const double tiny = 1e-300;
        double c = 1, d = 1 - (a + b) * x / (a + 1);
        if (Math.Abs(d) < tiny) d = tiny;
        d = 1 / d;
        double fraction = d;
        for (double m = 1; ; m++)
        {
            double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = Nudge(1 + even * d);
            c = Nudge(1 + even / c);
            d = 1 / d;
            fraction *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = Nudge(1 + odd * d);
            c = Nudge(1 + odd / c);
            d = 1 / d;
            double factor = d * c;
            fraction *= factor;
            if (Math.Abs(factor - 1) <= 2.3e-16 || m > 100_000_000) return lnPrefix + Math.Log(fraction);
        }

        static double Nudge(double value) => Math.Abs(value) < tiny ? tiny : value;
    }
}
