namespace CanaryJudge.Statistics;

/// <summary>What is known about a series before the first canary window: how noisy it is and how long it remembers.</summary>
/// <param name="Windows">Windows that the prior variance is worth; above 0.</param>
/// <param name="Variance">Prior variance of a paired difference on the series' scale; above 0.</param>
/// <param name="Correlation">Prior correlation between neighbouring differences, in [0, 0.9].</param>
/// <param name="CorrelationWindows">Windows that the prior correlation is worth; at least 0.</param>
/// <param name="FewestWindows">Pairs of windows needed before evidence of harm is given at all; 0 or more.</param>
/// <param name="HasHistory">True when noise and memory were learnt from a history.</param>
public readonly record struct SeriesPrior(double Windows, double Variance, double Correlation, double CorrelationWindows, int FewestWindows, bool HasHistory = false)
{
    /// <summary>Values that a history needs to be used.</summary>
    public const int FewestValues = 12;

    private const double DefaultCorrelation = 0.5;
    private const int FewestSteps = 8;

    /// <summary>The prior without history: noise of about half the margin, worth two windows, correlation one half, no rollback before six pairs.</summary>
    /// <param name="scale">The scale of the comparison.</param>
    /// <returns>The prior.</returns>
    public static SeriesPrior WithoutHistory(SeriesScale scale) => new(2, scale.Margin * scale.Margin / 4, DefaultCorrelation, 8, 6);

    /// <summary>The prior from the baseline's own past: variance and correlation of the steps from window to window, so that a slow trend does not count.</summary>
    /// <param name="history">Baseline values in order; NaN for missing windows.</param>
    /// <param name="scale">The scale of the comparison.</param>
    /// <param name="windows">Windows that the history's variance is worth; above 0.</param>
    /// <param name="fewestWindows">Pairs of windows before harm may be found; 0 or more.</param>
    /// <returns>The prior; the one without history when there are fewer than <see cref="FewestValues"/> values or no step, or a value has no logarithm on a logarithmic scale.</returns>
    /// <exception cref="ArgumentException">A value is infinite.</exception>
    /// <remarks>
    /// Steps of an AR(1) series with correlation r are themselves correlated -(1 - r)/2, so 1 + 2 corr recovers r; extreme steps are cut at three standard deviations for it.
    /// A step's variance over 1 - r is that of a paired difference.
    /// </remarks>
    public static SeriesPrior FromHistory(ReadOnlySpan<double> history, SeriesScale scale, double windows = 6, int fewestWindows = 4)
    {
        SeriesPrior without = WithoutHistory(scale);
        int values = 0;
        foreach (double value in history)
        {
            if (double.IsNaN(value)) continue;
            if (double.IsInfinity(value)) throw new ArgumentException($"A history value is {value:R}: values must be finite (NaN is a missing window).", nameof(history));
            if (scale.IsLogarithmic && value <= 0) return without;
            values++;
        }

        if (values < FewestValues) return without;
        int count = 0;
        double sum = 0, squares = 0;
        for (int k = 1; k < history.Length; k++)
        {
            double step = scale.Difference(history[k], history[k - 1]);
            if (double.IsNaN(step)) continue;
            count++;
            sum += step;
        }

        if (count == 0) return without;
        double mean = sum / count;
        for (int k = 1; k < history.Length; k++)
        {
            double away = scale.Difference(history[k], history[k - 1]) - mean;
            if (!double.IsNaN(away)) squares += away * away;
        }

        double variance = squares / count;
        double correlation = Memory(history, scale, mean, 3 * Math.Sqrt(variance));
        return new SeriesPrior(windows, Math.Max(variance / (1 - correlation), 0.04 * without.Variance), correlation, 16, fewestWindows, HasHistory: true);
    }

    private static double Memory(ReadOnlySpan<double> history, SeriesScale scale, double mean, double limit)
    {
        double squares = 0, products = 0, previous = double.NaN;
        int pairs = 0, count = 0;
        for (int k = 1; k < history.Length; k++)
        {
            double step = Math.Clamp(scale.Difference(history[k], history[k - 1]) - mean, -limit, limit);
            if (!double.IsNaN(step))
            {
                count++;
                squares += step * step;
                if (!double.IsNaN(previous))
                {
                    pairs++;
                    products += step * previous;
                }
            }

            previous = step;
        }

        if (pairs < FewestSteps) return DefaultCorrelation;
        double recovered = squares > 0 ? 1 + 2 * (products / pairs) / (squares / count) : 1;
        return Math.Clamp((pairs * recovered + 10 * 0.3) / (pairs + 10), 0.05, 0.8);
    }

    /// <summary>True when the numbers can be a prior.</summary>
    internal bool IsSound => Windows > 0 && Variance > 0 && Correlation is >= 0 and <= 0.9 && CorrelationWindows >= 0 && FewestWindows >= 0 && double.IsFinite(Windows + Variance + CorrelationWindows);
}
