namespace CanaryJudge.Statistics;

/// <summary>The upper tail of Student's t with relative accuracy at any degrees of freedom, and its logarithm.</summary>
/// <remarks>
/// Half the incomplete beta integral of (ν/2, 1/2): the power series of its complement below t² = 3, where nothing cancels badly, and the continued fraction above
/// of Didonato and Morris (1992), ACM TOMS 18, 360-373, evaluated as Lentz (1976), which takes 1 - x as its own number. The ratio of gammas is asymptotic
/// (Tricomi and Erdélyi 1951) after a shift. So large ν keeps its digits;
/// the decision record on tails says what MathNet loses there.
/// </remarks>
internal static class StudentTail
{
    private const double SqrtPi = 1.77245385090551602729816748334;
    private const double Tiny = 1e-300;

    /// <summary>P(T &gt; t) with ν &gt; 0 degrees of freedom, possibly infinite; NaN when either is NaN.</summary>
    public static Tail Upper(double t, double freedom)
    {
        if (double.IsNaN(t) || double.IsNaN(freedom)) return new(double.NaN, double.NaN);
        if (t < 0) return Upper(-t, freedom).Complement();
        if (double.IsPositiveInfinity(t)) return new(0, double.NegativeInfinity);
        if (double.IsPositiveInfinity(freedom)) return Tail.OfNormal(t);
        double a = freedom / 2, square = t * t;

        // In logarithms: ν/2 · ln(ν / (ν + t²)), stable when t² is far smaller or far larger than ν (or overflows).
        double exponent = square < freedom * 1e16 ? -a * Logarithms.OnePlus(square / freedom) : a * (Math.Log(freedom) - (2 * Math.Log(t)));
        double share = square < freedom * 1e16 ? square / (freedom + square) : 1; // 1 - x
        double front = Math.Sqrt(share) * GammaRatio(a) / SqrtPi; // x^a (1 - x)^(1/2) / B(a, 1/2) but for exp(exponent)
        if (square <= 3)
        {
            double centre = 2 * front * Math.Exp(exponent) * Series(share, a);
            double p = 0.5 * (1 - centre);
            return new(p, Math.Log(p));
        }

        double factor = 0.5 * front / Fraction(freedom / (freedom + square), share, a);
        return new(factor * Math.Exp(exponent), Math.Log(factor) + exponent);
    }

    /// <summary>Γ(a + 1/2) / Γ(a).</summary>
    private static double GammaRatio(double a)
    {
        double shift = 1;
        for (; a < 40; a++) shift *= a / (a + 0.5);
        double r = 1 / a;
        double series = 1 + (r * (-1.0 / 8 + (r * (1.0 / 128 + (r * (5.0 / 1024 + (r * (-21.0 / 32768 + (r * (-399.0 / 262144 + (r * (869.0 / 4194304 + (r * (39325.0 / 33554432))))))))))))));
        return shift * Math.Sqrt(a) * series;
    }

    /// <summary>The sum of Π (a + 1/2 + k) / (3/2 + k) · s^j: the complement's integral with its front factor taken out.</summary>
    private static double Series(double share, double a)
    {
        double sum = 1, term = 1;
        for (int k = 0; term > sum * 1e-17; k++)
        {
            term *= share * ((a + 0.5 + k) / (1.5 + k));
            sum += term;
        }

        return sum;
    }

    /// <summary>The continued fraction that divides x^a y^(1/2) / B(a, 1/2), with y = 1 - x.</summary>
    private static double Fraction(double x, double y, double a)
    {
        const double b = 0.5;
        double value = a * ((a * y) - (b * x) + 1) / (a + 1), c = value, d = 0;
        for (int k = 1; k < 10_000; k++)
        {
            double odd = a + (2 * k) - 1;
            double numerator = (a + k - 1) / odd * ((a + b + k - 1) / odd) * k * (b - k) * x * x;
            double denominator = k + (k * (b - k) * x / odd) + ((a + k) / (odd + 2) * ((a * y) - (b * x) + 1 + (k * (1 + y))));
            d = 1 / NotZero(denominator + (numerator * d));
            c = NotZero(denominator + (numerator / c));
            double change = c * d;
            value *= change;
            if (Math.Abs(change - 1) < 3e-16) break;
        }

        return value;
    }

    private static double NotZero(double value) => Math.Abs(value) < Tiny ? Tiny : value;
}
