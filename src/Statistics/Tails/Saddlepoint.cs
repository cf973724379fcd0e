namespace CanaryJudge.Statistics;

/// <summary>The cumulant function, less its linear term, of a centred lattice law that is symmetric about its mean.</summary>
internal interface ICumulants
{
    /// <summary>The function at t &gt; 0, with its first two derivatives.</summary>
    (double Value, double Slope, double Curvature) At(double t);
}

/// <summary>Upper tails of a symmetric lattice law by its cumulant function: right to the last value, where normal expansions are off by powers of ten.</summary>
/// <remarks>
/// Lugannani and Rice (1980), Adv. Appl. Prob. 12, 475-490, with the lattice correction of Daniels (1987), Int. Statist. Rev. 55, 37-48, in the form of
/// Barndorff-Nielsen (1986), which stays a probability and has a logarithm. Near the middle that form is 0/0: the caller uses its expansion there, which is as good.
/// </remarks>
internal static class Saddlepoint
{
    /// <summary>The part of a deviation from the mean below which an expansion is to be used.</summary>
    public const double Middle = 0.1;

    /// <summary>P(S ≥ target + step/2): the target lies half a step below a value of the lattice, above <see cref="Middle"/> deviations and below the largest value.</summary>
    public static Tail Upper<T>(T law, double target, double deviation, double step)
        where T : struct, ICumulants, allows ref struct
    {
        double t = Solve(law, target, deviation);
        (double cumulant, double _, double curvature) = law.At(t);
        double w = Math.Sqrt(2 * ((t * target) - cumulant)), v = 2 / step * Math.Sinh(step * t / 2) * Math.Sqrt(curvature);
        return Tail.OfNormal(w + (Math.Log(v / w) / w));
    }

    /// <summary>The t at which the slope is the target: Newton from the normal start, halved towards the bracket when it leaves it.</summary>
    private static double Solve<T>(T law, double target, double deviation)
        where T : struct, ICumulants, allows ref struct
    {
        double low = 0, high = double.PositiveInfinity, t = target / (deviation * deviation);
        for (int round = 0; round < 200; round++)
        {
            (double _, double slope, double curvature) = law.At(t);
            if (slope < target) low = t;
            else high = t;
            double next = t - ((slope - target) / curvature);
            if (!(next > low && next < high)) next = double.IsInfinity(high) ? 2 * t : (low + high) / 2;
            if (Math.Abs(next - t) <= 1e-10 * t) return next;
            t = next;
        }

        return t;
    }
}
