namespace CanaryJudge.Statistics;

/// <summary>The number of ways to choose which of n + m places belong to the smaller sample.</summary>
internal static class Arrangements
{
    /// <summary>Whether C(n + m, min(n, m)) is below 2^<paramref name="bits"/>; exact up to the rounding of a double.</summary>
    public static bool AreBelow(int bits, int n, int m) =>
        (long)n + m <= bits || Count(n, m, Math.ScaleB(1, bits)) < Math.ScaleB(1, bits); // all subsets of n + m places are 2^(n + m)

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
        if (n + m <= 57)
        {
            // At most 2^57 arrangements, so that count · factor stays within 64 bits: a sixth of the time.
            ulong narrow = 1;
            for (uint i = 1; i <= (uint)small; i++) narrow = narrow * ((uint)Math.Max(n, m) + i) / i;
            return narrow;
        }

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
