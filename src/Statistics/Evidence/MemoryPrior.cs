namespace CanaryJudge.Statistics;

/// <summary>What is known about a series before the first canary window: how noisy it is and which memories are likely.</summary>
/// <remarks>
/// Short memories are held likelier than long ones: what lasts is mostly load and time of day, which both sides share and which their difference does not have. For the same
/// reason a history's likelihood counts half (as its square root): it is the baseline's alone and shows the shared memory too.
/// </remarks>
public sealed class MemoryPrior
{
    private const double WindowsWithout = 2;
    private const double WindowsWithHistory = 12;
    private const double ShortWithout = 1;
    private const double ShortWithHistory = 2;
    private const double LnForNone = 1;
    private const double HistoryPower = 0.5;
    private const double DeviationsToCut = 4 * 1.4826;
    private const double LeastShareOfPrior = 0.04;

    private readonly double[] _lnWeights = new double[MemoryGrid.Count];
    private readonly double[] _variances = new double[MemoryGrid.Count];

    private MemoryPrior(double margin, double shortness, double windows)
    {
        Windows = windows;
        for (int g = 0; g < MemoryGrid.Count; g++)
        {
            double rho = MemoryGrid.Correlations[g];
            _lnWeights[g] = shortness * Math.Log(1 - rho) + (g == 0 ? LnForNone : 0);
            _variances[g] = margin * margin / 4 * (1 - rho * rho);
        }
    }

    /// <summary>Pairs of windows needed before evidence of harm is given at all.</summary>
    public static int FewestWindows => 6;

    /// <summary>Windows that the variance is worth.</summary>
    public double Windows { get; }

    /// <summary>True when noise and memory were learnt from a history.</summary>
    public bool HasHistory { get; private init; }

    /// <summary>Standard deviation of a paired difference without memory, on the series' scale.</summary>
    public double Deviation => Math.Sqrt(_variances[0]);

    /// <summary>ln of the weight of each correlation, up to a common constant.</summary>
    internal ReadOnlySpan<double> LnWeights => _lnWeights;

    /// <summary>Variance of a difference given its neighbour, for each correlation.</summary>
    internal ReadOnlySpan<double> Variances => _variances;

    /// <summary>The prior without history: noise of about half the margin, worth two windows.</summary>
    /// <param name="scale">The scale of the comparison.</param>
    /// <returns>The prior.</returns>
    /// <exception cref="ArgumentException">The margin is out of range.</exception>
    public static MemoryPrior WithoutHistory(SeriesScale scale)
    {
        scale.Check(nameof(scale));
        return new MemoryPrior(scale.Margin, ShortWithout, WindowsWithout);
    }

    /// <summary>The prior from the baseline's own past: noise from its steps, worth twelve windows, memory from the likelihood of a first-order autoregression. Outliers are cut as they will be in the differences.</summary>
    /// <param name="history">Baseline values in order; NaN for missing windows.</param>
    /// <param name="scale">The scale of the comparison.</param>
    /// <returns>The prior; the one without history when there are fewer than <see cref="SeriesPrior.FewestValues"/> values or no step, or a value has no logarithm on a logarithmic scale.</returns>
    /// <exception cref="ArgumentException">A value is infinite or the margin is out of range.</exception>
    /// <remarks>Steps of variance v of a first-order autoregression with correlation r, each side its own: a difference varies by v (1 + r) given its neighbour.</remarks>
    public static MemoryPrior FromHistory(ReadOnlySpan<double> history, SeriesScale scale)
    {
        MemoryPrior without = WithoutHistory(scale);
        double[] values = new double[history.Length];
        List<double> present = [], steps = [];
        for (int k = 0; k < values.Length; k++)
        {
            if (double.IsInfinity(history[k])) throw new ArgumentException($"A history value is {history[k]:R}: values must be finite (NaN is a missing window).", nameof(history));
            if (scale.IsLogarithmic && history[k] <= 0) return without;
            values[k] = scale.IsLogarithmic ? Math.Log(history[k]) : history[k];
            if (!(Math.Abs(values[k]) <= SeriesScale.Largest)) values[k] = double.NaN;
            if (double.IsNaN(values[k])) continue;
            present.Add(values[k]);
            if (k > 0 && !double.IsNaN(values[k - 1])) steps.Add(values[k] - values[k - 1]);
        }

        if (present.Count < SeriesPrior.FewestValues || steps.Count == 0) return without;
        MemoryPrior prior = new(scale.Margin, ShortWithHistory, WindowsWithHistory) { HasHistory = true };
        prior.LearnNoise(steps);
        prior.LearnMemory(values, present, scale.Margin * scale.Margin);
        return prior;
    }

    private void LearnNoise(List<double> steps)
    {
        (double middle, double reach) = Limits(steps);
        double squares = 0;
        foreach (double step in steps) squares += Math.Pow(Math.Clamp(step - middle, -reach, reach), 2);
        for (int g = 0; g < _variances.Length; g++) _variances[g] = Math.Max(squares / steps.Count * (1 + MemoryGrid.Correlations[g]), LeastShareOfPrior * _variances[g]);
    }

    private void LearnMemory(double[] values, List<double> present, double unit)
    {
        (double middle, double reach) = Limits(present);
        Span<double> lnLikelihoods = stackalloc double[MemoryGrid.Count];
        double largest = double.NegativeInfinity;
        for (int k = 0; k < values.Length; k++) values[k] -= middle;
        MemorySums all = new();
        all.Add(values, double.NaN, -reach, reach);
        for (int g = 0; g < lnLikelihoods.Length; g++)
        {
            DifferenceSums sums = all.At(g);
            if (!(sums.Squared > 0)) return; // every value is the same: it says nothing of memory
            double spread = Math.Max(sums.AroundMean(), 1e-18 * sums.Squared);
            lnLikelihoods[g] = 0.5 * (all.Starts * MemoryGrid.LnShare[g] - Math.Log(sums.Weight) - (present.Count - 1) * Math.Log(spread / unit));
            largest = Math.Max(largest, lnLikelihoods[g]);
        }

        for (int g = 0; g < lnLikelihoods.Length; g++) _lnWeights[g] += HistoryPower * (lnLikelihoods[g] - largest);
    }

    /// <summary>The median, and how far from it a value is left as it is.</summary>
    private static (double Middle, double Reach) Limits(List<double> values)
    {
        SortedValues sorted = new(values.Count);
        foreach (double value in values) sorted.Add(value);
        double middle = sorted.Median, spread = sorted.MedianDistance(middle);
        return (middle, spread > 0 ? DeviationsToCut * spread : double.PositiveInfinity);
    }
}
