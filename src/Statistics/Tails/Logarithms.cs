namespace CanaryJudge.Statistics;

/// <summary>Logarithms that keep the digits the base library's forms lose.</summary>
internal static class Logarithms
{
    public const double OfTwo = 0.693147180559945309417232121458;

    /// <summary>ln(1 + x) with relative accuracy near 0 (the base library's LogP1 is the plain formula). Kahan's correction of the rounded sum.</summary>
    public static double OnePlus(double x)
    {
        double sum = 1 + x;
        if (sum == 1) return x;
        return sum <= 0 || double.IsInfinity(sum) ? Math.Log(sum) : Math.Log(sum) * (x / (sum - 1));
    }
}
