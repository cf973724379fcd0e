namespace CanaryJudge.Statistics;

/// <summary>Student's t that may be looked at after every window: evidence that a mean differs from a value when the variance is unknown, and the interval that goes with it.</summary>
/// <remarks>
/// Exact for normal values; scale-free. Lai (1976), Ann. Statist. 4, 265-280; Wang and Ramdas (2025), Anytime-valid t-tests and confidence sequences for Gaussian means
/// with unknown variance. <see cref="WeightedMoments"/> with weights 1 is its state, O(1) a window.
/// </remarks>
public static class AnytimeT
{
    /// <summary>ln E from a t statistic.</summary>
    /// <param name="count">Values n, 1 or more, finite.</param>
    /// <param name="t">Mean difference over its standard error (divisor n - 1); infinite when the values do not vary.</param>
    /// <param name="precision">g, how many values the mixing distribution of the standardised mean is worth, from 1e-100 to 1e100: the smaller, the larger the effects it looks for.</param>
    /// <returns>½ ln r + n/2 ln((1 + t²/(n - 1))/(1 + r t²/(n - 1))) with r = g/(g + n); 0 for one value; (n - 1)/2 · ln(1/r) for infinite t.</returns>
    /// <exception cref="ArgumentException">A number is NaN or out of range.</exception>
    public static double LnE(double count, double t, double precision)
    {
        Check(count, precision);
        if (double.IsNaN(t)) throw new ArgumentException("The t statistic is NaN.", nameof(t));
        if (count == 1) return 0;
        double lnR = -Logarithms.OnePlus(count / precision), r = precision / (precision + count);
        double scaled = t / Math.Sqrt(count - 1), square = scaled * scaled;
        double gain = double.IsInfinity(square) ? -lnR : Logarithms.OnePlus((1 - r) * square / (1 + r * square));
        return lnR / 2 + count / 2 * gain;
    }

    /// <summary>ln E against "the mean is <paramref name="nullMean"/>".</summary>
    /// <param name="moments">Values so far, each with weight 1.</param>
    /// <param name="nullMean">The mean under the null, finite.</param>
    /// <param name="precision">g, from 1e-100 to 1e100.</param>
    /// <returns>The logarithm; 0 below two values and when all values equal the null mean.</returns>
    /// <exception cref="ArgumentException">A number is NaN or out of range.</exception>
    public static double LnE(in WeightedMoments moments, double nullMean, double precision)
    {
        if (!(Math.Abs(nullMean) <= 1e150)) throw new ArgumentException($"The null mean is {nullMean:R}: it must be finite and at most 1e150 in size.", nameof(nullMean));
        if (moments.Count < 2) return 0;
        double away = moments.Mean - nullMean;
        return away == 0 && moments.SquaredDeviations == 0 ? 0 : LnE(moments.Count, away / (moments.StandardDeviation / Math.Sqrt(moments.Count)), precision);
    }

    /// <summary>The means that are not refuted at any look so far, with chance at least <paramref name="confidence"/> for all looks together.</summary>
    /// <param name="moments">Values so far, each with weight 1.</param>
    /// <param name="confidence">Coverage over all looks, in (0, 1).</param>
    /// <param name="precision">g, from 1e-100 to 1e100.</param>
    /// <returns>The interval; the whole line while there are too few values to end anywhere.</returns>
    /// <exception cref="ArgumentException">A number is NaN or out of range, or there is no value.</exception>
    public static EstimateInterval Interval(in WeightedMoments moments, double confidence, double precision)
    {
        if (!(moments.Count >= 1)) throw new ArgumentException("There is no value: no mean can be estimated.", nameof(moments));
        Check(moments.Count, precision);
        double lnAlpha = Math.Log(EstimateInterval.TailOf(confidence, Alternative.Greater)), n = moments.Count;
        double lnR = -Logarithms.OnePlus(n / precision), r = precision / (precision + n);
        double q = Math.Exp((-lnAlpha - lnR / 2) * 2 / n);
        double width = n > 1 && r * q < 1 ? Math.Sqrt((q - 1) / (1 - r * q) * (n - 1)) * moments.StandardDeviation / Math.Sqrt(n) : double.PositiveInfinity;
        return new EstimateInterval(moments.Mean, moments.Mean - width, moments.Mean + width, confidence);
    }

    private static void Check(double count, double precision)
    {
        if (!(count >= 1 && count <= RatioCounts.MaxCount)) throw new ArgumentException($"The count is {count:R}: it must be from 1 to 2^53.", nameof(count));
        if (!(precision >= 1e-100 && precision <= 1e100)) throw new ArgumentException($"The precision is {precision:R}: it must be from 1e-100 to 1e100.", nameof(precision));
    }
}
