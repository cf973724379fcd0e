namespace CanaryJudge.Statistics;

/// <summary>
/// Evidence about a series (a gauge, a mean, a percentile) from paired windows, that may be looked at after every window. The noise level, outliers and the memory of the
/// series are learned from the differences themselves.
/// </summary>
/// <remarks>
/// The state is the list of differences, kept by the caller. O(K) a look, because outliers are cut relative to the median of all of them; without the cut,
/// <see cref="WeightedMoments"/>, <see cref="LagSums"/> and <see cref="TMixture"/> give the same in O(1). The error guarantee is asymptotic (variance and memory are estimated).
/// </remarks>
public static class SeriesEvidence
{
    /// <summary>ln E given to harm before there are enough pairs: no threshold is ever reached from there.</summary>
    public const double NotYet = -50;

    private const int FewestToCut = 8;
    private const double DeviationsToCut = 4 * 1.4826;
    private const double Lean = 0.3;

    /// <summary>Doubles of scratch that <see cref="Evaluate"/> needs.</summary>
    /// <param name="windows">Windows so far.</param>
    /// <returns>As many doubles as windows.</returns>
    public static int ScratchLength(int windows) => windows;

    /// <summary>The evidence after the windows so far.</summary>
    /// <param name="differences">One difference a window on the series' scale (<see cref="SeriesScale.Difference"/>), in order; NaN for a window without both sides.</param>
    /// <param name="scale">The scale with the margin.</param>
    /// <param name="prior">What was known before the first window.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> doubles, not overlapping the differences; overwritten.</param>
    /// <param name="cutAtGaps">Whether outliers are cut also when the newest window is missing. The reference design does not, so a gap lets them back in for one look.</param>
    /// <returns>Evidence; harm is <see cref="NotYet"/> before the prior's fewest windows; 0 for safety without windows.</returns>
    /// <exception cref="ArgumentException">A difference is infinite or above 1e150 in size, the scratch is too short or overlaps, or scale or prior is out of range.</exception>
    public static EvidenceLevels Evaluate(ReadOnlySpan<double> differences, SeriesScale scale, in SeriesPrior prior, Span<double> scratch, bool cutAtGaps = false)
    {
        scratch = Scratch.Take(scratch, ScratchLength(differences.Length), differences);
        LagSums lags = default;
        foreach (double difference in differences) lags = lags.With(difference);
        double tau = lags.Tau(prior.Correlation, prior.CorrelationWindows, Lean);
        WeightedMoments moments = lags.Moments.Count >= FewestToCut && (cutAtGaps || !double.IsNaN(differences[^1])) ? Cut(differences, lags.Moments, scratch) : lags.Moments;
        EvidenceLevels levels = TMixture.Evaluate(moments, 0, scale.Margin, prior.Windows, prior.Variance, tau);
        return levels.Windows < prior.FewestWindows || levels.Windows == 0 ? levels with { LnHarm = NotYet } : levels;
    }

    /// <summary>The moments with values beyond four robust standard deviations from the median moved to that limit.</summary>
    private static WeightedMoments Cut(ReadOnlySpan<double> differences, WeightedMoments raw, Span<double> scratch)
    {
        int count = 0;
        foreach (double difference in differences)
        {
            if (!double.IsNaN(difference)) scratch[count++] = difference;
        }

        Span<double> values = scratch[..count];
        double median = Median(values);
        for (int i = 0; i < count; i++) values[i] = Math.Abs(values[i] - median);
        double reach = DeviationsToCut * Median(values);
        if (reach == 0) return raw;
        WeightedMoments cut = default;
        foreach (double difference in differences)
        {
            if (!double.IsNaN(difference)) cut = cut.With(Math.Clamp(difference, median - reach, median + reach));
        }

        return cut;
    }

    private static double Median(Span<double> values)
    {
        double upper = QuickSelect.Kth(values, values.Length / 2);
        if (values.Length % 2 == 1) return upper;
        double lower = QuickSelect.Kth(values, (values.Length / 2) - 1);
        return lower + (upper - lower) / 2;
    }
}
