namespace CanaryJudge.Statistics;

/// <summary>A function of one variable as a struct, so that solving allocates nothing.</summary>
internal interface IFunction
{
    /// <summary>The value at x: finite.</summary>
    double At(double x);
}

/// <summary>Bracketed root finding.</summary>
internal static class RootFinder
{
    /// <summary>
    /// A point where f changes sign between low and high, to the last few digits of a double; the ends must have opposite signs (0 counts as found).
    /// Deterministic, at most 200 evaluations, usually about ten. Chandrupatla (1997), Adv. Eng. Software 28, 145-149.
    /// </summary>
    public static double Solve<TFunction>(in TFunction f, double low, double high)
        where TFunction : struct, IFunction
    {
        double a = high, b = low, fa = f.At(a), fb = f.At(b), c = a, fc = fa, t = 0.5;
        if (fa == 0) return a;
        if (fb == 0) return b;
        if (fa > 0 == fb > 0) throw new ArgumentException($"The function has the same sign at {low:R} and {high:R}: no root is bracketed.", nameof(low));
        for (int step = 0; step < 200; step++)
        {
            double x = a + t * (b - a), fx = f.At(x);
            if (fx > 0 == fa > 0)
            {
                (c, fc) = (a, fa);
            }
            else
            {
                (c, b, fc, fb) = (b, a, fb, fa);
            }

            (a, fa) = (x, fx);
            double best = Math.Abs(fa) < Math.Abs(fb) ? a : b;
            double width = Math.Abs(b - a), least = 2.3e-16 * Math.Abs(best) / width;
            if (fa == 0 || least > 0.25 || width <= double.Epsilon) return best;
            double xi = (a - b) / (c - b), phi = (fa - fb) / (fc - fb);
            t = phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi
                ? fa / (fb - fa) * (fc / (fb - fc)) + (c - a) / (b - a) * (fa / (fc - fa)) * (fb / (fc - fb))
                : 0.5;
            t = double.IsNaN(t) ? 0.5 : Math.Clamp(t, Math.Min(least, 0.5), Math.Max(1 - least, 0.5));
        }

        return Math.Abs(fa) < Math.Abs(fb) ? a : b;
    }
}
