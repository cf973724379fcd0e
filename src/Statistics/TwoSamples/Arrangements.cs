namespace CanaryJudge.Statistics;

/// <summary>The number of ways to choose which of n + m places belong to the smaller sample.</summary>
internal static class Arrangements
{
    /// <summary>C(n + m, min(n, m)) as a double, or infinity as soon as it passes <paramref name="limit"/>.</summary>
    public static double Count(int n, int m, double limit)
    {
        int small = Math.Min(n, m);
        double count = 1;
        for (int i = 1; i <= small; i++)
        {
            count = count * ((double)Math.Max(n, m) + i) / i;
            if (count > limit) return double.PositiveInfinity;
        }

        return count;
    }

    /// <summary>C(n + m, min(n, m)) exactly; the caller has checked that it is below 2^127.</summary>
    public static UInt128 Exactly(int n, int m)
    {
        int small = Math.Min(n, m);
        UInt128 count = 1;
        for (int i = 1; i <= small; i++)
        {
            // count · factor / i without leaving 128 bits: the whole product divides evenly, so its remainder part does too.
            UInt128 factor = (UInt128)((ulong)Math.Max(n, m) + (ulong)i), divisor = (UInt128)i;
            (UInt128 quotient, UInt128 remainder) = UInt128.DivRem(count, divisor);
            count = (quotient * factor) + (remainder * factor / divisor);
        }

        return count;
    }
}
