namespace CanaryJudge.Statistics;

/// <summary>Evidence that a sum with known variance drifts: the likelihood ratio with the drift mixed over a normal distribution (the mixture SPRT).</summary>
/// <remarks>
/// An exact e-process for normal increments of known variance, approximate for sums of many. Score and variance are the whole state.
/// Robbins (1970), Ann. Math. Statist. 41, 1397-1409; Johari, Koomen, Pekelis and Walsh (2017), KDD.
/// </remarks>
public static class NormalMixtureE
{
    /// <summary>ln E against "no drift", to either side: ½ ln(r/(V + r)) + S²/(2 (V + r)).</summary>
    /// <param name="score">The sum S of centred values, finite.</param>
    /// <param name="variance">Its variance V, from 0 to 1e300.</param>
    /// <param name="precision">r, the variance at which the mixture is sharpest, from 1e-300 to 1e300.</param>
    /// <returns>The logarithm; +infinity only when S²/V exceeds 1e308.</returns>
    /// <exception cref="ArgumentException">A number is NaN or out of range.</exception>
    public static double LnTwoSided(double score, double variance, double precision)
    {
        double z = Standardise(score, variance, precision);
        return z * z / 2 - Logarithms.OnePlus(variance / precision) / 2;
    }

    /// <summary>ln E against "no upward drift": the mixture is cut to positive drifts.</summary>
    /// <param name="score">The sum S of centred values, finite.</param>
    /// <param name="variance">Its variance V, from 0 to 1e300.</param>
    /// <param name="precision">r, the variance at which the mixture is sharpest, from 1e-300 to 1e300.</param>
    /// <returns>The logarithm of 2 E Phi(S/sqrt(V + r)); finite also for sums far below 0.</returns>
    /// <exception cref="ArgumentException">A number is NaN or out of range.</exception>
    public static double LnGreater(double score, double variance, double precision)
    {
        double z = Standardise(score, variance, precision), shrink = Logarithms.OnePlus(variance / precision) / 2;
        // Far below 0 the square and the tail cancel: Mills's ratio 1/hazard is what remains of them.
        double core = z < -5 ? Math.Log(0.39894228040143267794 / NormalTail.Hazard(-z)) : z * z / 2 + NormalTail.LnUpper(-z);
        return core + Logarithms.OfTwo - shrink;
    }

    /// <summary>The half-width for S within which ln E stays below ln(1/alpha): a band the sum leaves at any time with chance at most alpha.</summary>
    /// <param name="variance">V, from 0 to 1e300.</param>
    /// <param name="precision">r, from 1e-300 to 1e300.</param>
    /// <param name="alpha">The chance, in (0, 1).</param>
    /// <returns>sqrt((V + r) ln((V + r)/(r alpha²))).</returns>
    /// <exception cref="ArgumentException">A number is NaN or out of range.</exception>
    public static double Radius(double variance, double precision, double alpha)
    {
        _ = Standardise(0, variance, precision);
        if (!(alpha > 0 && alpha < 1)) throw new ArgumentException($"Alpha is {alpha:R}: it must lie between 0 and 1.", nameof(alpha));
        return Math.Sqrt(variance + precision) * Math.Sqrt(Logarithms.OnePlus(variance / precision) - 2 * Math.Log(alpha));
    }

    private static double Standardise(double score, double variance, double precision)
    {
        if (!(Math.Abs(score) <= double.MaxValue)) throw new ArgumentException($"The score is {score:R}: it must be finite.", nameof(score));
        if (!(variance >= 0 && variance <= 1e300)) throw new ArgumentException($"The variance is {variance:R}: it must be from 0 to 1e300.", nameof(variance));
        if (!(precision >= 1e-300 && precision <= 1e300)) throw new ArgumentException($"The precision is {precision:R}: it must be from 1e-300 to 1e300.", nameof(precision));
        return score / Math.Sqrt(variance + precision);
    }
}
