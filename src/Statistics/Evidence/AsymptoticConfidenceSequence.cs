namespace CanaryJudge.Statistics;

/// <summary>
/// An interval for a mean difference that may be read after every window, for any values with a finite variance. For display: it is a limit law, too narrow below about
/// fifteen windows; use <see cref="AnytimeT"/> there.
/// </summary>
/// <remarks>Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas (2024), Ann. Statist. 52, 2613-2640.</remarks>
public static class AsymptoticConfidenceSequence
{
    /// <summary>The tuning that makes the interval narrowest at one look.</summary>
    /// <param name="look">The number of values at which it should be narrowest, at least 1 and finite.</param>
    /// <param name="confidence">Coverage over all looks, in (0, 1).</param>
    /// <returns>rho = sqrt((-2 ln alpha + ln(-2 ln alpha) + 1)/look) with alpha = 1 - confidence.</returns>
    /// <exception cref="ArgumentException">A number is NaN or out of range, or the confidence is so low (below about 0.13) that there is no such look.</exception>
    public static double Tuning(double look, double confidence)
    {
        if (!(look >= 1 && look <= double.MaxValue)) throw new ArgumentException($"The look is {look:R}: it must be at least 1 and finite.", nameof(look));
        double twice = -2 * Math.Log(EstimateInterval.TailOf(confidence, Alternative.Greater)), square = twice + Math.Log(twice) + 1;
        return square > 0 ? Math.Sqrt(square / look) : throw new ArgumentException($"The confidence is {confidence:R}: no look is best below about 0.13.", nameof(confidence));
    }

    /// <summary>The half-width for a standard deviation of 1.</summary>
    /// <param name="count">Values so far, at least 1.</param>
    /// <param name="tuning">What <see cref="Tuning"/> gave; the same for every look; above 0 and finite.</param>
    /// <param name="confidence">Coverage over all looks, in (0, 1).</param>
    /// <returns>sqrt(2 (k r² + 1)/(k² r²) ln(sqrt(k r² + 1)/alpha)).</returns>
    /// <exception cref="ArgumentException">A number is NaN or out of range.</exception>
    public static double HalfWidth(double count, double tuning, double confidence)
    {
        if (!(count >= 1 && count <= RatioCounts.MaxCount)) throw new ArgumentException($"The count is {count:R}: it must be from 1 to 2^53.", nameof(count));
        if (!(tuning > 0 && tuning <= 1e100)) throw new ArgumentException($"The tuning is {tuning:R}: it must be above 0 and at most 1e100.", nameof(tuning));
        double alpha = EstimateInterval.TailOf(confidence, Alternative.Greater), scaled = count * tuning * tuning;
        return Math.Sqrt(2 * (1 + 1 / scaled) / count * (Logarithms.OnePlus(scaled) / 2 - Math.Log(alpha)));
    }

    /// <summary>The interval for the mean of the values so far.</summary>
    /// <param name="moments">Values so far, each with weight 1; at least one.</param>
    /// <param name="tuning">What <see cref="Tuning"/> gave; the same for every look.</param>
    /// <param name="confidence">Coverage over all looks, in (0, 1).</param>
    /// <param name="tau">Autocorrelation time, at least 1: windows that count as one.</param>
    /// <returns>Mean ± half-width times the standard deviation (divisor n - 1); the whole line for one value.</returns>
    /// <exception cref="ArgumentException">A number is NaN or out of range, or there is no value.</exception>
    public static EstimateInterval Interval(in WeightedMoments moments, double tuning, double confidence, double tau = 1)
    {
        if (!(tau >= 1 && tau <= double.MaxValue)) throw new ArgumentException($"Tau is {tau:R}: it must be at least 1 and finite.", nameof(tau));
        if (!(moments.Count >= 1)) throw new ArgumentException("There is no value: no mean can be estimated.", nameof(moments));
        double width = moments.Count > 1 ? HalfWidth(Math.Max(1, moments.Count / tau), tuning, confidence) * moments.StandardDeviation : double.PositiveInfinity;
        return new EstimateInterval(moments.Mean, moments.Mean - width, moments.Mean + width, confidence);
    }
}
