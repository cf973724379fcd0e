namespace CanaryJudge.Statistics;

/// <summary>From a standard normal statistic to its p-value and back, with relative accuracy of about 1e-14 as far out as a double reaches (z = 38.5, p = 4e-324).</summary>
internal static class NormalScore
{
    /// <summary>The p-value of a standard normal statistic; z counts in favour of the first sample when it is positive.</summary>
    public static double P(double z, Alternative alternative) => alternative switch
    {
        Alternative.Greater => NormalTail.Upper(z),
        Alternative.Less => NormalTail.Upper(-z),
        Alternative.TwoSided => Math.Min(1, 2 * NormalTail.Upper(Math.Abs(z))),
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
            double lnUpper = NormalTail.LnUpper(z);
            double move = (lnUpper - lnP) / NormalTail.Hazard(z);
            z += move;
            if (Math.Abs(move) <= 4e-16 * Math.Abs(z)) break;
        }

        return z;
    }
}
