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
            // At most 2^57 arrangements, so that count · factor stays within 64 bits: a tenth of the time.
            ulong narrow = 1;
            for (uint i = 1; i <= (uint)small; i++) narrow = narrow * ((uint)Math.Max(n, m) + i) / i;
            return narrow;
        }

        UInt128 count = 1;
        for (int i = 1; i <= small; i++)
        {
            // count · factor / i without leaving 128 bits: the whole product divides evenly, so its remainder part does too.
            ulong factor = (ulong)Math.Max(n, m) + (ulong)i;
            (UInt128 quotient, ulong remainder) = Divided(count, (uint)i);
            count = (quotient * factor) + (remainder * factor / (uint)i);
        }

        return count;
    }

    /// <summary>By 32 bits at a time: the library's division by 128 bits takes several times as long.</summary>
    private static (UInt128 Quotient, ulong Remainder) Divided(UInt128 value, uint divisor)
    {
        ulong low = (ulong)(value & ulong.MaxValue);
        (ulong top, ulong rest) = Math.DivRem((ulong)(value >> 64), divisor);
        (ulong middle, rest) = Math.DivRem((rest << 32) | (low >> 32), divisor);
        (ulong bottom, rest) = Math.DivRem((rest << 32) | unchecked((uint)low), divisor);
        return (new UInt128(top, (middle << 32) | bottom), rest);
    }
}
