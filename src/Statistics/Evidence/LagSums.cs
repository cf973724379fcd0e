namespace CanaryJudge.Statistics;

/// <summary>
/// How much neighbouring windows resemble each other, kept up in O(1) a window: lag-1 autocorrelation with small-sample correction, a prior and a lean upwards, as the
/// number of windows that count as one. A value; its numbers are its state; the default value is the empty stream.
/// </summary>
/// <remarks>
/// AR(1) autocorrelation time tau = (1 + r)/(1 - r). The correction is Kendall's (1954, Biometrika 41, 403-404): r is too low by (1 + 3 r)/K on average.
/// Products are kept about the first value, so that a large common level does not cancel.
/// </remarks>
/// <param name="Moments">Moments of the values.</param>
/// <param name="Anchor">The first value.</param>
/// <param name="Pairs">Neighbouring windows that both had a value.</param>
/// <param name="Products">Sum over those pairs of the product of both distances from the anchor.</param>
/// <param name="Sums">Sum over those pairs of the sum of both distances from the anchor.</param>
/// <param name="Previous">The value of the window before; NaN when it had none.</param>
public readonly record struct LagSums(WeightedMoments Moments, double Anchor, double Pairs, double Products, double Sums, double Previous)
{
    /// <summary>One more window; NaN is a window without data, which has no neighbours.</summary>
    /// <param name="value">A finite value below 1e150 in size, or NaN.</param>
    /// <returns>The new sums; this value is not changed.</returns>
    /// <exception cref="ArgumentException">The value is infinite or too large.</exception>
    public LagSums With(double value)
    {
        if (double.IsNaN(value)) return this with { Previous = double.NaN };
        WeightedMoments moments = Moments.With(value);
        if (Moments.Count == 0) return new LagSums(moments, value, 0, 0, 0, value);
        LagSums next = this with { Moments = moments, Previous = value };
        if (double.IsNaN(Previous)) return next;
        double here = value - Anchor, before = Previous - Anchor;
        return next with { Pairs = Pairs + 1, Products = Products + here * before, Sums = Sums + (here + before) };
    }

    /// <summary>Sum over neighbouring pairs of products about the mean, over the sum of squares, scaled to all windows; 0 without pairs or spread.</summary>
    public double RawCorrelation
    {
        get
        {
            if (Pairs == 0 || Moments.SquaredDeviations == 0) return 0;
            double offset = Moments.Mean - Anchor;
            return (Products - offset * Sums + Pairs * offset * offset) / Moments.SquaredDeviations * (Moments.Count / Pairs);
        }
    }

    /// <summary>The autocorrelation time.</summary>
    /// <param name="priorCorrelation">The correlation expected before any data, in [0, 0.9].</param>
    /// <param name="priorWindows">Windows that the prior is worth, at least 0 and finite.</param>
    /// <param name="lean">Added upwards, over the root of the windows: caution while they are few; at least 0 and finite.</param>
    /// <returns>Tau in [1, 19].</returns>
    /// <exception cref="ArgumentException">A parameter is NaN or out of range.</exception>
    public double Tau(double priorCorrelation, double priorWindows, double lean)
    {
        if (!(priorCorrelation >= 0 && priorCorrelation <= 0.9)) throw new ArgumentException($"The prior correlation is {priorCorrelation:R}: it must lie in [0, 0.9].", nameof(priorCorrelation));
        if (!(priorWindows >= 0 && priorWindows <= double.MaxValue)) throw new ArgumentException($"The prior's windows are {priorWindows:R}: they must be at least 0 and finite.", nameof(priorWindows));
        if (!(lean >= 0 && lean <= double.MaxValue)) throw new ArgumentException($"The lean is {lean:R}: it must be at least 0 and finite.", nameof(lean));
        double k = Moments.Count, r = k >= 5 ? (k * RawCorrelation + 1) / Math.Max(k - 3, 1) : priorCorrelation;
        double shrunk = k + priorWindows > 0 ? (Math.Clamp(r, -0.2, 0.98) * k + priorCorrelation * priorWindows) / (k + priorWindows) : priorCorrelation;
        double leaned = Math.Clamp(shrunk + lean / Math.Sqrt(Math.Max(k + priorWindows, 1)), 0, 0.9);
        return (1 + leaned) / (1 - leaned);
    }
}
