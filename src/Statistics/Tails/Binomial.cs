namespace CanaryJudge.Statistics;

/// <summary>Binomial and beta terms by Loader's saddle-point expansion: no large logarithms that cancel, so counts of 2^31 keep their digits.</summary>
/// <remarks>Loader (2000), Fast and accurate computation of binomial probabilities. Arguments may be real (they are beta parameters elsewhere).</remarks>
internal static class Binomial
{
    private const double LnTwoPi = 1.83787706640934548356;

    /// <summary>ln of C(n, x) p^x q^(n-x) for real 0 &lt;= x &lt;= n and p + q = 1; -infinity where the term is 0. About 1e-14 absolute.</summary>
    public static double LnTerm(double x, double n, double p, double q)
    {
        double rest = n - x;
        if (p <= 0) return x == 0 ? 0 : double.NegativeInfinity;
        if (q <= 0) return rest == 0 ? 0 : double.NegativeInfinity;
        if (n == 0) return 0;
        if (x == 0) return n * LnOf(q, p);
        if (rest == 0) return n * LnOf(p, q);
        double correction = StirlingError(n) - StirlingError(x) - StirlingError(rest);
        return correction - Deviance(x, n * p) - Deviance(rest, n * q) - 0.5 * (LnTwoPi + Math.Log(x) + Math.Log(rest / n));
    }

    /// <summary>ln n! - [(n + 1/2) ln n - n + ln sqrt(2 pi)] for real n above 0, about 1e-16 absolute.</summary>
    public static double StirlingError(double n)
    {
        double shifted = 0;
        for (; n < 16; n++) shifted += (n + 0.5) * (n < 1 ? Logarithms.OnePlus(n) - Math.Log(n) : Logarithms.OnePlus(1 / n)) - 1;
        double inverse = 1 / n, square = inverse * inverse;
        return shifted + inverse * (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square * (1.0 / 1680 - square * (1.0 / 1188 - square * (691.0 / 360360))))));
    }

    /// <summary>x ln(x/m) + m - x: how far x lies from its mean m, without cancellation when they are close.</summary>
    public static double Deviance(double x, double m)
    {
        double difference = x - m;
        if (Math.Abs(difference) >= 0.1 * (x + m)) return x * Math.Log(x / m) + m - x;
        double v = difference / (x + m), sum = difference * v, term = 2 * x * v;
        double square = v * v;
        for (int j = 3; ; j += 2)
        {
            term *= square;
            double next = sum + term / j;
            if (next == sum) return sum;
            sum = next;
        }
    }

    /// <summary>ln p where q = 1 - p is also known: the smaller of the two carries the digits.</summary>
    private static double LnOf(double p, double q) => q < 0.5 ? Logarithms.OnePlus(-q) : Math.Log(p);
}
