namespace CanaryJudge.Statistics;

/// <summary>What the baseline's past says about a ratio before the first canary window: its level, and two readings of how bursty it is.</summary>
/// <param name="Events">Baseline events of the history, scaled to at most ten windows; at least 0.</param>
/// <param name="Trials">Baseline requests (exposure) of the history, scaled the same way; at least 0.</param>
/// <param name="Clustering">Variance of a window's share beyond independence, in units of p(1 - p), when every burst is a side's own; at least 0.</param>
/// <param name="SharedClustering">The same when the largest fifth of the steps are bursts that both sides share and that pairing removes; at least 0.</param>
/// <param name="HasHistory">True when a history was long enough to learn these from.</param>
public readonly record struct BurstPrior(double Events, double Trials, double Clustering, double SharedClustering, bool HasHistory)
{
    /// <summary>The prior without history: nothing is known.</summary>
    public static BurstPrior WithoutHistory => default;

    /// <summary>Doubles of scratch that <see cref="FromHistory"/> needs.</summary>
    /// <param name="windows">Windows of the history.</param>
    /// <returns>As many doubles as windows.</returns>
    public static int ScratchLength(int windows) => RatioPrior.ScratchLength(windows);

    /// <summary>The prior from the baseline's own past. Dispersion comes from differences between neighbouring windows, so that a slow trend does not count.</summary>
    /// <param name="scale">Shares or rates, with their margin.</param>
    /// <param name="events">Baseline events a window, in order: 0 or more, of a share at most the trials; NaN is missing.</param>
    /// <param name="trials">Baseline requests (exposure) a window; 0 or NaN for a window without data.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> doubles, not overlapping the data; overwritten.</param>
    /// <returns>The prior; with fewer than <see cref="RatioPrior.FewestPairs"/> usable pairs the one without history.</returns>
    /// <exception cref="ArgumentException">Lengths differ, the scratch is too short or overlaps, a margin is out of range, or a count is infinite, negative or above its trials.</exception>
    /// <remarks>Von Neumann (1941), Ann. Math. Statist. 12, 367-395. O(n log n).</remarks>
    public static BurstPrior FromHistory(in RatioScale scale, ReadOnlySpan<double> events, ReadOnlySpan<double> trials, Span<double> scratch)
    {
        RatioPrior level = RatioPrior.FromHistory(scale, events, trials, scratch);
        if (!level.HasHistory) return WithoutHistory;
        DispersionEstimate dispersion = Dispersion.OfHistory(scale, events, trials, scratch);
        double inverse = 0;
        int windows = 0;
        for (int k = 0; k < trials.Length; k++)
        {
            if (!Dispersion.IsPresent(scale, events[k], trials[k])) continue;
            inverse += 1 / trials[k];
            windows++;
        }

        double unit = inverse / windows;
        return new BurstPrior(level.Events, level.Trials, Beyond(dispersion.Plain) * unit, Beyond(dispersion.Trimmed) * unit, HasHistory: true);
    }

    /// <summary>True when the numbers can be a prior.</summary>
    internal bool IsSound => Clustering >= 0 && SharedClustering >= 0 && Events >= 0 && Trials >= 0 && double.IsFinite(Clustering + SharedClustering + Events + Trials);

    private static double Beyond(double dispersion) => dispersion > 1 ? dispersion - 1 : 0;
}
