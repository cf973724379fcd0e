namespace CanaryJudge.Statistics;

/// <summary>Saddlepoint tails of U without ties: within a percent of exact from the middle to the last arrangement, where normal expansions are off by factors.</summary>
/// <remarks>See <see cref="Saddlepoint"/>; near the middle the expansion of <see cref="RankSumTail.Edgeworth"/> takes over. O(min(n, m)) a step of Newton's method.</remarks>
internal static class RankSumSaddlepoint
{
    /// <summary>The largest smaller sample for which Auto takes the saddlepoint: beyond, the expansion is as right where it matters and costs nothing.</summary>
    public const int LargestSmaller = 4096;

    /// <summary>P(U ≤ u).</summary>
    public static Tail AtMost(double u, long n, long m)
    {
        double pairs = (double)n * m, above = (pairs / 2) - u;
        if (u >= pairs) return Tail.Certain;
        if (above < 0.5) return Upper(1 - above, n, m).Complement();
        return Upper(above, n, m);
    }

    /// <summary>P(U ≥ mean + above).</summary>
    private static Tail Upper(double above, long n, long m)
    {
        double pairs = (double)n * m, deviation = RankSumTail.Deviation(n, m, 0);
        double target = above - 0.5;
        if (target < Saddlepoint.Middle * deviation) return RankSumTail.Edgeworth((pairs / 2) - above, n, m);
        return Saddlepoint.Upper(new Cumulants(Math.Min(n, m), Math.Max(n, m)), target, deviation, 1);
    }

    /// <summary>Without ties U is a sum of uniform variables less a sum of smaller ones: Σ ln [i sinh((m+i)t/2) / ((m+i) sinh(it/2))] over the smaller sample.</summary>
    private readonly struct Cumulants(double small, double large) : ICumulants
    {
        public (double Value, double Slope, double Curvature) At(double t)
        {
            double value = 0, slope = 0, curvature = 0;
            for (double i = 1; i <= small; i++)
            {
                (double k1, double s1, double c1) = Uniform((large + i) * t);
                (double k0, double s0, double c0) = Uniform(i * t);
                value += k1 - k0;
                slope += ((large + i) * s1) - (i * s0);
                curvature += ((large + i) * (large + i) * c1) - (i * i * c0);
            }

            return (value, slope, curvature);
        }
    }

    /// <summary>ln(sinh(x/2) / (x/2)) for x &gt; 0, with its first two derivatives: the cumulant function of a uniform variable of width one.</summary>
    private static (double Value, double Slope, double Curvature) Uniform(double x)
    {
        if (x < 0.5)
        {
            // x²/24 - x⁴/2880 + x⁶/181440 - x⁸/9676800 + x¹⁰/479001600 - ...: Bernoulli numbers over 2k (2k)!.
            double q = x * x;
            double value = q * ((1.0 / 24) - (q * ((1.0 / 2880) - (q * ((1.0 / 181440) - (q * ((1.0 / 9676800) - (q * (1.0 / 479001600)))))))));
            double slope = x * ((1.0 / 12) - (q * ((1.0 / 720) - (q * ((1.0 / 30240) - (q * ((1.0 / 1209600) - (q * (1.0 / 47900160)))))))));
            double curvature = (1.0 / 12) - (q * ((1.0 / 240) - (q * ((1.0 / 6048) - (q * ((1.0 / 172800) - (q * (9.0 / 47900160))))))));
            return (value, slope, curvature);
        }

        double decay = Math.Exp(-x), rest = 1 - decay;
        return ((x / 2) + Math.Log(rest / x), ((1 + decay) / (2 * rest)) - (1 / x), (1 / (x * x)) - (decay / (rest * rest)));
    }
}
