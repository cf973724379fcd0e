namespace CanaryJudge.Statistics;

/// <summary>
/// How many windows in a row tell the same thing: the integrated autocorrelation time of an AR(1) series, shrunk towards a prior.
/// The variance of the mean of K windows is that of K / Time independent ones.
/// </summary>
/// <param name="Lag1">The plain lag-one autocorrelation, Σ(d_k - m)(d_{k-1} - m) / Σ(d_k - m)², over adjacent windows that both have data; 0 without spread.</param>
/// <param name="Correlation">The corrected, shrunk and clipped correlation, in [0, 0.9].</param>
/// <param name="Time">(1 + Correlation) / (1 - Correlation), in [1, 19], in windows.</param>
/// <param name="Count">Windows with data.</param>
public readonly record struct AutocorrelationTime(double Lag1, double Correlation, double Time, int Count)
{
    /// <summary>The number of independent windows that say as much: <see cref="Count"/> / <see cref="Time"/>.</summary>
    public double EffectiveCount => Count / Time;

    /// <summary>Estimates from the windows in order of time. O(n), no scratch, nothing allocated.</summary>
    /// <param name="windows">One value a window, evenly spaced; NaN is a window without data, which also parts its neighbours. Not written to. Empty gives the prior.</param>
    /// <param name="prior">What is believed beforehand.</param>
    /// <exception cref="ArgumentException">A window is infinite; the prior is out of range.</exception>
    /// <remarks>
    /// r is Lag1 times K / (adjacent pairs); from five windows on it is corrected for its small-sample bias to (K r + 1) / max(K - 3, 1) (Kendall 1954, Biometrika 41, 403-404:
    /// E r ≈ ρ - (1 + 3ρ)/K), below five it is the prior. It is then clipped to [-0.2, 0.98], averaged with the prior by their windows, leaned up and clipped to [0, 0.9].
    /// Invariant under shifts that lose no digits and, to the bit, under scaling by powers of two; values near 1e308 do not overflow.
    /// </remarks>
    public static AutocorrelationTime Of(ReadOnlySpan<double> windows, AutocorrelationPrior prior)
    {
        Validate(prior);
        double scale = Scale(windows, out int count);
        double mean = 0;
        foreach (double value in windows)
        {
            if (!double.IsNaN(value)) mean += value * scale;
        }

        mean /= Math.Max(count, 1);
        double products = 0, squares = 0, before = double.NaN;
        int adjacent = 0;
        foreach (double value in windows)
        {
            double deviation = (value * scale) - mean;
            if (!double.IsNaN(deviation)) squares += deviation * deviation;
            if (!double.IsNaN(deviation) && !double.IsNaN(before))
            {
                products += deviation * before;
                adjacent++;
            }

            before = deviation;
        }

        double lag1 = squares == 0 ? 0 : products / squares;
        double correlation = Shrink(adjacent == 0 ? 0 : lag1 * count / adjacent, count, prior);
        return new(lag1, correlation, (1 + correlation) / (1 - correlation), count);
    }

    private static double Shrink(double r, int count, AutocorrelationPrior prior)
    {
        r = count >= 5 ? ((count * r) + 1) / Math.Max(count - 3, 1) : prior.Correlation;
        double weight = count + prior.Windows;
        if (weight > 0) r = ((Math.Clamp(r, -0.2, 0.98) * count) + (prior.Correlation * prior.Windows)) / weight;
        return Math.Clamp(r + (prior.LeanUp / Math.Sqrt(Math.Max(weight, 1))), 0, 0.9);
    }

    /// <summary>The power of two that brings the largest magnitude near one, so that squares neither overflow nor vanish.</summary>
    private static double Scale(ReadOnlySpan<double> windows, out int count)
    {
        double largest = 0;
        count = 0;
        for (int i = 0; i < windows.Length; i++)
        {
            double size = Math.Abs(windows[i]);
            if (double.IsNaN(size)) continue;
            if (double.IsInfinity(size)) throw new ArgumentException($"The window at index {i} is infinite: NaN marks a window without data, other values must be finite.", nameof(windows));
            largest = Math.Max(largest, size);
            count++;
        }

        return largest == 0 ? 1 : Math.ScaleB(1, Math.Min(-Math.ILogB(largest), 1023));
    }

    private static void Validate(AutocorrelationPrior prior)
    {
        if (!(prior.Correlation is >= 0 and <= 0.9)) throw new ArgumentException($"The prior correlation {prior.Correlation} is outside [0, 0.9].", nameof(prior));
        if (!(prior.Windows >= 0 && double.IsFinite(prior.Windows))) throw new ArgumentException($"The prior's worth of {prior.Windows} windows is not a number from 0 on.", nameof(prior));
        if (!(prior.LeanUp >= 0 && double.IsFinite(prior.LeanUp))) throw new ArgumentException($"The prior leans up by {prior.LeanUp}, which is not a number from 0 on.", nameof(prior));
    }
}
