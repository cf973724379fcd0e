namespace CanaryJudge.Statistics;

/// <summary>Approximate tails of U.</summary>
internal static class RankSumTail
{
    /// <summary>Standard deviation of U under the null, corrected for ties; computed from whole numbers, so nothing cancels. 0 when all values are equal.</summary>
    public static double Deviation(long n, long m, UInt128 tieCubes)
    {
        ulong total = (ulong)(n + m);
        UInt128 spread = ((UInt128)(total * total) * total) - total - tieCubes; // total² fits for spans
        return Math.Sqrt((double)n * m / 12 * ((double)spread / ((double)total * (total - 1))));
    }

    /// <summary>P(U ≥ u) of the tie-corrected normal at <paramref name="above"/> = u minus the mean, less the continuity correction. 1 when the deviation is 0.</summary>
    public static Tail Normal(double above, double correction, double deviation) => deviation == 0 ? Tail.Certain : Tail.OfNormal((above - correction) / deviation);

    /// <summary>
    /// P(U ≤ u) without ties: normal at u + 1/2 times exp(-e·(z³ - 3z)·φ/Φ) with z the standardised distance below the mean and
    /// e = (n² + m² + nm + n + m) / (20 nm (n + m + 1)), a 24th of the negated excess.
    /// </summary>
    /// <remarks>
    /// To first order the expansion of Fix and Hodges (1955), Ann. Math. Statist. 26, 301-312. As an exponent it is the leading term of Cramér's series:
    /// positive, monotone in u and right in the far tail, where the plain sum turns negative. Beyond the mean it is one minus the mirrored tail.
    /// </remarks>
    public static Tail Edgeworth(double u, long n, long m)
    {
        double pairs = (double)n * m, total = (double)n + m;
        double excess = (((double)n * n) + ((double)m * m) + pairs + total) / (20 * pairs * (total + 1));
        return Cramer(((pairs / 2) - u - 0.5) / Deviation(n, m, 0), excess);
    }

    /// <summary>The upper tail at z of a symmetric law whose fourth cumulant is -24·<paramref name="excess"/>; below 0 one minus the mirrored tail.</summary>
    public static Tail Cramer(double z, double excess)
    {
        double size = Math.Abs(z);
        Tail tail = Tail.OfNormal(size).Times(-excess * size * ((size * size) - 3) * NormalTail.Hazard(size));
        return z < 0 ? tail.Complement() : tail;
    }
}
