namespace CanaryJudge.Statistics;

/// <summary>What is known about a series before the first canary window: how noisy it is and how long it remembers.</summary>
/// <param name="Windows">Windows that the prior variance is worth; above 0.</param>
/// <param name="Variance">Prior variance of a paired difference on the series' scale; above 0.</param>
/// <param name="Correlation">Prior correlation between neighbouring differences, in [0, 0.9].</param>
/// <param name="CorrelationWindows">Windows that the prior correlation is worth; at least 0.</param>
/// <param name="FewestWindows">Pairs of windows needed before evidence of harm is given at all; 0 or more.</param>
public readonly record struct SeriesPrior(double Windows, double Variance, double Correlation, double CorrelationWindows, int FewestWindows)
{
    /// <summary>Values that a history needs to be used.</summary>
    public const int FewestValues = 12;

    private const double DefaultCorrelation = 0.5;

    /// <summary>The prior without history: noise of about half the margin, worth two windows, correlation one half, no rollback before six pairs.</summary>
    /// <param name="scale">The scale of the comparison.</param>
    /// <returns>The prior.</returns>
    public static SeriesPrior WithoutHistory(SeriesScale scale) => new(2, scale.Margin / 2 * (scale.Margin / 2), DefaultCorrelation, 8, 6);

    /// <summary>The prior from the baseline's own past: variance and correlation of the changes from window to window, so that a slow trend does not count.</summary>
    /// <param name="history">Baseline values in order; NaN for missing windows.</param>
    /// <param name="scale">The scale of the comparison.</param>
    /// <returns>The prior; the one without history when there are fewer than <see cref="FewestValues"/> values, or one that has no logarithm on a logarithmic scale.</returns>
    /// <exception cref="ArgumentException">A value is infinite or above 1e140 in size.</exception>
    /// <remarks>Changes of an AR(1) series with correlation r are themselves correlated -(1 - r)/2, so 1 + 2 corr recovers r; extreme changes are cut at three standard deviations for it.</remarks>
    public static SeriesPrior FromHistory(ReadOnlySpan<double> history, SeriesScale scale)
    {
        int values = 0;
        foreach (double value in history)
        {
            if (double.IsNaN(value)) continue;
            if (!(Math.Abs(value) <= 1e140)) throw new ArgumentException($"A history value is {value:R}: values must be finite and at most 1e140 in size.", nameof(history));
            if (scale.IsLogarithmic && value <= 0) return WithoutHistory(scale);
            values++;
        }

        if (values < FewestValues) return WithoutHistory(scale);
        WeightedMoments changes = default;
        for (int k = 1; k < history.Length; k++)
        {
            double change = scale.Difference(history[k], history[k - 1]);
            if (!double.IsNaN(change)) changes = changes.With(change);
        }

        if (changes.Count < 2) return WithoutHistory(scale);
        double variance = changes.SquaredDeviations / changes.Count, limit = 3 * Math.Sqrt(variance);
        double squares = 0, products = 0, previous = double.NaN;
        int pairs = 0;
        for (int k = 1; k < history.Length; k++)
        {
            double change = Math.Clamp(scale.Difference(history[k], history[k - 1]) - changes.Mean, -limit, limit);
            if (!double.IsNaN(change)) squares += change * change;
            if (!double.IsNaN(change) && !double.IsNaN(previous))
            {
                products += change * previous;
                pairs++;
            }

            previous = change;
        }

        double correlation = DefaultCorrelation;
        if (pairs >= 8 && squares > 0)
        {
            double recovered = 1 + 2 * (products / pairs) / (squares / changes.Count);
            correlation = Math.Clamp((pairs * recovered + 10 * 0.3) / (pairs + 10), 0.05, 0.8);
        }

        double half = scale.Margin / 2;
        return new SeriesPrior(6, Math.Max(variance / (1 - correlation), 0.04 * half * half), correlation, 16, 4);
    }
}
