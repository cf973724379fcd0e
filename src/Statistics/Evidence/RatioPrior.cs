namespace CanaryJudge.Statistics;

/// <summary>What is known about a ratio metric before the first canary window: how bursty it is and where its level lies.</summary>
/// <param name="Clustering">Variance of the window's share beyond binomial noise, in units of p(1 - p) (the intra-class correlation); at least 0.</param>
/// <param name="Windows">Windows that the prior dispersion is worth; above 0.</param>
/// <param name="Dispersion">Prior variance over the expected one; above 0.</param>
/// <param name="Events">Baseline events of the history, scaled to at most ten windows; at least 0.</param>
/// <param name="Trials">Baseline requests of the history, scaled the same way; at least 0.</param>
/// <param name="HasHistory">True when a history was long enough to learn these from.</param>
public readonly record struct RatioPrior(double Clustering, double Windows, double Dispersion, double Events, double Trials, bool HasHistory = false)
{
    /// <summary>Neighbouring pairs of windows that a history needs to say how bursty the metric is; a shorter one is not used at all.</summary>
    public const int FewestPairs = 10;

    private const double MostWindows = 10;

    /// <summary>The prior without history: binomial noise, doubted: worth six windows at dispersion 1.2.</summary>
    public static RatioPrior WithoutHistory { get; } = new(0, 6, 1.2, 0, 0);

    /// <summary>Doubles of scratch that <see cref="FromHistory"/> needs.</summary>
    /// <param name="windows">Windows of the history.</param>
    /// <returns>As many doubles as windows.</returns>
    public static int ScratchLength(int windows) => windows;

    /// <summary>
    /// The prior from the baseline's own past. Dispersion comes from differences between neighbouring windows, so that a slow trend does not count, half of it from the lower
    /// 80 % of them, so that bursts that hit both sides (and cancel in pairs) count less.
    /// </summary>
    /// <param name="scale">Shares or rates, with their margin.</param>
    /// <param name="events">Baseline events a window, in order: 0 or more, of a share at most the trials; NaN is missing.</param>
    /// <param name="trials">Baseline requests (exposure) a window; 0 or NaN for a window without data.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> doubles, not overlapping the data; overwritten.</param>
    /// <returns>The prior; with fewer than <see cref="FewestPairs"/> usable pairs the one without history.</returns>
    /// <exception cref="ArgumentException">Lengths differ, the scratch is too short or overlaps, a margin is out of range, or a count is infinite, negative or above its trials.</exception>
    public static RatioPrior FromHistory(in RatioScale scale, ReadOnlySpan<double> events, ReadOnlySpan<double> trials, Span<double> scratch)
    {
        scale.Check(nameof(scale));
        DispersionEstimate dispersion = Statistics.Dispersion.OfHistory(scale, events, trials, scratch);
        if (dispersion.Pairs < FewestPairs) return WithoutHistory;
        double sumEvents = 0, sumTrials = 0;
        int used = 0;
        for (int k = 0; k < trials.Length; k++)
        {
            if (!Statistics.Dispersion.IsPresent(scale, events[k], trials[k])) continue;
            sumEvents += events[k];
            sumTrials += trials[k];
            scratch[used++] = trials[k];
        }

        Span<double> sizes = scratch[..used];
        sizes.Sort();
        double median = used % 2 == 1 ? sizes[used / 2] : (sizes[used / 2 - 1] + sizes[used / 2]) / 2;
        double cut = Math.Min(1, MostWindows * median / sumTrials);
        return new RatioPrior(dispersion.Clustering, 20, 1.05, sumEvents * cut, sumTrials * cut, HasHistory: true);
    }

    /// <summary>True when the numbers can be a prior.</summary>
    internal bool IsSound => Clustering >= 0 && Windows > 0 && Dispersion > 0 && Events >= 0 && Trials >= 0 && double.IsFinite(Clustering + Windows + Dispersion + Events + Trials);
}
