namespace CanaryJudge.Statistics;

/// <summary>What is known about a ratio metric before the first canary window: how bursty it is and where its level lies.</summary>
/// <param name="Clustering">Variance of the window's share beyond binomial noise, in units of p(1 - p) (the intra-class correlation); at least 0.</param>
/// <param name="Windows">Windows that the prior dispersion is worth; above 0.</param>
/// <param name="Dispersion">Prior variance over the expected one; above 0.</param>
/// <param name="Events">Baseline events of the history, scaled to at most ten windows; at least 0.</param>
/// <param name="Trials">Baseline requests of the history, scaled the same way; at least Events.</param>
public readonly record struct RatioPrior(double Clustering, double Windows, double Dispersion, double Events, double Trials)
{
    /// <summary>Neighbouring pairs of windows that a history needs to say how bursty the metric is.</summary>
    public const int FewestPairs = 10;

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
    /// <param name="events">Baseline events a window, in order: 0 or more, at most the trials.</param>
    /// <param name="trials">Baseline requests a window; 0 for a window without data.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> doubles, not overlapping the data; overwritten.</param>
    /// <returns>The prior; with fewer than <see cref="FewestPairs"/> usable pairs the one without history, with the history's level all the same.</returns>
    /// <exception cref="ArgumentException">Lengths differ, the scratch is too short or overlaps, or a count is NaN, infinite, negative or above its trials.</exception>
    public static RatioPrior FromHistory(ReadOnlySpan<double> events, ReadOnlySpan<double> trials, Span<double> scratch)
    {
        scratch = Scratch.Take(scratch, ScratchLength(trials.Length), events, trials);
        (double historyEvents, double historyTrials) = Level(events, trials, scratch);
        DispersionEstimate dispersion = Statistics.Dispersion.OfHistory(events, trials, scratch);
        if (dispersion.Pairs < FewestPairs) return WithoutHistory with { Events = historyEvents, Trials = historyTrials };
        return new RatioPrior(dispersion.Clustering, 20, 1.05, historyEvents, historyTrials);
    }

    /// <summary>The sums of the history, scaled down to ten windows of median size when they are larger.</summary>
    private static (double Events, double Trials) Level(ReadOnlySpan<double> events, ReadOnlySpan<double> trials, Span<double> scratch)
    {
        double sumEvents = 0, sumTrials = 0;
        int used = 0;
        for (int k = 0; k < Math.Min(events.Length, trials.Length); k++)
        {
            if (!(trials[k] > 0)) continue;
            sumEvents += events[k];
            sumTrials += trials[k];
            scratch[used++] = trials[k];
        }

        if (used == 0) return (0, 0);
        Span<double> sizes = scratch[..used];
        sizes.Sort();
        double cap = 10 * ((sizes[(used - 1) / 2] + sizes[used / 2]) / 2);
        return sumTrials > cap ? (sumEvents * (cap / sumTrials), cap) : (sumEvents, sumTrials);
    }
}
