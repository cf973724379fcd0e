namespace CanaryJudge.Statistics;

/// <summary>
/// Evidence against "the paired difference is symmetric about 0", which holds when canary and baseline are exchangeable, whatever the noise looks like: no variance, no moments.
/// </summary>
/// <remarks>
/// e = 2/(1 + exp(-2 λ d)), at most 2 a window, so ln 100 takes at least seven windows. Exact when λ is fixed before the window.
/// De la Peña (1999), Ann. Probab. 27, 537-564; Ramdas, Ruf, Larsson and Koolen (2020), arXiv 2009.03167.
/// </remarks>
public static class SymmetryE
{
    /// <summary>ln E of one window; add them over windows.</summary>
    /// <param name="difference">Canary minus baseline, finite; positive is worse.</param>
    /// <param name="rate">λ, above 0 and finite: about the margin over the variance, from past windows only.</param>
    /// <returns>The logarithm, in (-infinity, ln 2]; 0 for difference 0.</returns>
    /// <exception cref="ArgumentException">A number is NaN or out of range.</exception>
    public static double LnE(double difference, double rate)
    {
        if (!(Math.Abs(difference) <= double.MaxValue)) throw new ArgumentException($"The difference is {difference:R}: it must be finite (leave missing windows out).", nameof(difference));
        if (!(rate > 0 && rate <= double.MaxValue)) throw new ArgumentException($"The rate is {rate:R}: it must be above 0 and finite.", nameof(rate));
        double x = Math.Clamp(2 * rate * difference, -double.MaxValue, double.MaxValue);
        return x >= 0 ? Logarithms.OfTwo - Logarithms.OnePlus(Math.Exp(-x)) : Logarithms.OfTwo + x - Logarithms.OnePlus(Math.Exp(x));
    }
}
