namespace CanaryJudge.Statistics;

/// <summary>
/// How much neighbouring windows resemble each other, kept up in O(1) a window: lag-1 autocorrelation with small-sample correction, a prior and a lean upwards. A value; its
/// numbers are its state; the default value is the empty row.
/// </summary>
/// <remarks>
/// The correction is Kendall's (1954, Biometrika 41, 403-404): a correlation of K windows is too low by (1 + 3 r)/K on average. The sums are plain, about 0: meant for paired
/// differences, whose level is of the size of their noise; a level a million times the noise leaves no digit of the correlation, which then is the prior's or 0.
/// </remarks>
/// <param name="Count">Windows with a value.</param>
/// <param name="Sum">Sum of the values.</param>
/// <param name="Squares">Sum of their squares.</param>
/// <param name="Pairs">Neighbouring windows that both had a value.</param>
/// <param name="Products">Sum over those pairs of their product.</param>
/// <param name="Ends">Sum over those pairs of their sum.</param>
/// <param name="Previous">The value of the window before; NaN when it had none.</param>
public readonly record struct LagSums(double Count, double Sum, double Squares, double Pairs, double Products, double Ends, double Previous)
{
    /// <summary>One more window; NaN is a window without data, which has no neighbours.</summary>
    /// <param name="value">A finite value, at most 1e150 in size, or NaN.</param>
    /// <returns>The new sums; this value is not changed.</returns>
    /// <exception cref="ArgumentException">The value is infinite or too large.</exception>
    public LagSums With(double value)
    {
        if (double.IsNaN(value)) return this with { Previous = double.NaN };
        if (!(Math.Abs(value) <= SeriesScale.Largest)) throw new ArgumentException($"The value is {value:R}: it must be finite and at most 1e150 in size (NaN is a missing window).", nameof(value));
        bool pair = Count > 0 && !double.IsNaN(Previous);
        return new LagSums(
            Count + 1,
            Sum + value,
            Squares + value * value,
            pair ? Pairs + 1 : Pairs,
            pair ? Products + value * Previous : Products,
            pair ? Ends + (value + Previous) : Ends,
            value);
    }

    /// <summary>Sum over neighbouring pairs of products about the mean, over the sum of squares, scaled to all windows; 0 without pairs or spread.</summary>
    public double RawCorrelation
    {
        get
        {
            double mean = Count == 0 ? 0 : Sum / Count;
            double variation = Squares - Count * mean * mean;
            return Pairs > 0 && variation > 0 ? (Products - mean * Ends + Pairs * mean * mean) / variation * Count / Pairs : 0;
        }
    }

    /// <summary>The correlation, corrected and shrunk.</summary>
    /// <param name="priorCorrelation">The correlation expected before any data, in [0, 0.9].</param>
    /// <param name="priorWindows">Windows that the prior is worth, at least 0 and finite.</param>
    /// <param name="lean">Added upwards, over the root of the windows: caution while they are few; at least 0 and finite.</param>
    /// <returns>The correlation in [0, 0.9].</returns>
    /// <exception cref="ArgumentException">A parameter is NaN or out of range.</exception>
    public double Correlation(double priorCorrelation, double priorWindows, double lean)
    {
        if (!(priorCorrelation >= 0 && priorCorrelation <= 0.9)) throw new ArgumentException($"The prior correlation is {priorCorrelation:R}: it must lie in [0, 0.9].", nameof(priorCorrelation));
        if (!(priorWindows >= 0 && priorWindows <= double.MaxValue)) throw new ArgumentException($"The prior's windows are {priorWindows:R}: they must be at least 0 and finite.", nameof(priorWindows));
        if (!(lean >= 0 && lean <= double.MaxValue)) throw new ArgumentException($"The lean is {lean:R}: it must be at least 0 and finite.", nameof(lean));
        double total = Count + priorWindows;
        double corrected = Count >= 5 ? (Count * RawCorrelation + 1) / Math.Max(Count - 3, 1) : priorCorrelation;
        double shrunk = total > 0 ? (Math.Clamp(corrected, -0.2, 0.98) * Count + priorCorrelation * priorWindows) / total : priorCorrelation;
        return Math.Clamp(shrunk + lean / Math.Sqrt(Math.Max(total, 1)), 0, 0.9);
    }

    /// <summary>The autocorrelation time of a first-order autoregression with that correlation: windows that count as one.</summary>
    /// <inheritdoc cref="Correlation"/>
    /// <returns>(1 + r)/(1 - r) in [1, 19].</returns>
    public double Tau(double priorCorrelation, double priorWindows, double lean)
    {
        double correlation = Correlation(priorCorrelation, priorWindows, lean);
        return (1 + correlation) / (1 - correlation);
    }
}
