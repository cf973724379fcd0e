namespace CanaryJudge.Statistics;

/// <summary>Estimates of over-dispersion of shares over windows: 1 says "as independent requests", 4 says that a 1 % test without correction errs twelve times in a hundred.</summary>
public static class Dispersion
{
    /// <summary>The mean of squared standard normal values below their 80th percentile, rounded as the method was calibrated (exact: 0.4389).</summary>
    private const double MeanOfLowestFourFifths = 0.44;

    /// <summary>Pearson's estimate from differences between the sides, so that what both share does not count.</summary>
    /// <param name="canaryEvents">Canary events a window.</param>
    /// <param name="canaryTrials">Canary requests a window; windows where a side has none are left out.</param>
    /// <param name="baselineEvents">Baseline events a window.</param>
    /// <param name="baselineTrials">Baseline requests a window.</param>
    /// <returns>1/(K - 1) · sum w (d - mean d)²/(p (1 - p)) with w = n_C n_B/(n_C + n_B) and p pooled with half an event added; NaN below two windows.</returns>
    /// <exception cref="ArgumentException">Lengths differ, or a count is NaN, infinite, negative or above its trials.</exception>
    /// <remarks>Pearson's chi-square over its degrees of freedom; McCullagh and Nelder (1989), Generalized Linear Models, 4.5.2.</remarks>
    public static double Pearson(ReadOnlySpan<double> canaryEvents, ReadOnlySpan<double> canaryTrials, ReadOnlySpan<double> baselineEvents, ReadOnlySpan<double> baselineTrials)
    {
        CheckWindows(canaryEvents, canaryTrials);
        CheckWindows(baselineEvents, baselineTrials);
        if (canaryTrials.Length != baselineTrials.Length) throw new ArgumentException($"The canary has {canaryTrials.Length} windows and the baseline {baselineTrials.Length}: both need the same windows.", nameof(baselineTrials));
        WeightedMoments moments = default;
        double events = 0, trials = 0;
        for (int k = 0; k < canaryTrials.Length; k++)
        {
            if (canaryTrials[k] == 0 || baselineTrials[k] == 0) continue;
            RatioCounts canary = new(canaryEvents[k], canaryTrials[k]), baseline = new(baselineEvents[k], baselineTrials[k]);
            moments = moments.With(RatioCounts.Difference(canary, baseline), canary.Trials * (baseline.Trials / (canary.Trials + baseline.Trials)));
            events += canary.Events + baseline.Events;
            trials += canary.Trials + baseline.Trials;
        }

        if (moments.Count < 2) return double.NaN;
        double p = (events + 0.5) / (trials + 1);
        return moments.SquaredDeviations / (moments.Count - 1) / (p * (1 - p));
    }

    /// <summary>Doubles of scratch that <see cref="OfHistory"/> needs.</summary>
    /// <param name="windows">Windows of the history.</param>
    /// <returns>As many doubles as windows.</returns>
    public static int ScratchLength(int windows) => windows;

    /// <summary>Von Neumann's estimate from one side's own past: differences of neighbouring windows, so that a slow trend does not count.</summary>
    /// <param name="scale">Shares, or rates with the margin that a rate's unit is told by.</param>
    /// <param name="events">Events a window, in order; NaN or more than 1e150 is missing.</param>
    /// <param name="trials">Requests (exposure) a window; 0, NaN or more than 1e150 for a window without data, which has no neighbours.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> doubles, not overlapping the data; overwritten.</param>
    /// <returns>The estimates over all pairs of neighbours that both have requests.</returns>
    /// <exception cref="ArgumentException">Lengths differ, the scratch is too short or overlaps, or a count is infinite, negative or above its trials.</exception>
    /// <remarks>Von Neumann (1941), Ann. Math. Statist. 12, 367-395. O(n log n) for the trimming.</remarks>
    public static DispersionEstimate OfHistory(in RatioScale scale, ReadOnlySpan<double> events, ReadOnlySpan<double> trials, Span<double> scratch)
    {
        if (events.Length != trials.Length) throw new ArgumentException($"There are {events.Length} event counts and {trials.Length} request counts: one of each a window is needed.", nameof(trials));
        scratch = Scratch.Take(scratch, ScratchLength(trials.Length), events, trials);
        double sumEvents = 0, sumTrials = 0, inverse = 0;
        int windows = 0, pairs = 0;
        for (int k = 0; k < trials.Length; k++)
        {
            if (!IsPresent(scale, events[k], trials[k])) continue;
            sumEvents += events[k];
            sumTrials += trials[k];
            inverse += 1 / trials[k];
            windows++;
        }

        double variance = scale.Variance(scale.Pooled(sumEvents, sumTrials)), sum = 0;
        for (int k = 1; k < trials.Length; k++)
        {
            if (!IsPresent(scale, events[k], trials[k]) || !IsPresent(scale, events[k - 1], trials[k - 1])) continue;
            double step = events[k] / trials[k] - events[k - 1] / trials[k - 1];
            double square = step * step / (variance * (1 / trials[k] + 1 / trials[k - 1]));
            scratch[pairs++] = square;
            sum += square;
        }

        if (pairs == 0) return new DispersionEstimate(0, double.NaN, double.NaN, 0);
        Span<double> squares = scratch[..pairs];
        squares.Sort();
        int kept = pairs * 4 / 5;
        double low = 0;
        for (int i = 0; i < kept; i++) low += squares[i];
        double plain = sum / pairs, trimmed = kept > 0 ? low / kept / MeanOfLowestFourFifths : plain;
        return new DispersionEstimate(pairs, plain, trimmed, Math.Max(0, 0.5 * plain + 0.5 * trimmed - 1) * inverse / windows);
    }

    /// <summary>True when a window of a history counts.</summary>
    internal static bool IsPresent(in RatioScale scale, double events, double trials)
    {
        if (double.IsNaN(events) || double.IsNaN(trials)) return false;
        if (trials < 0 || double.IsInfinity(trials)) throw new ArgumentException($"A window has {trials:R} trials: they must be finite and 0 or more, or NaN when missing.", nameof(trials));
        if (events < 0 || double.IsInfinity(events)) throw new ArgumentException($"A window has {events:R} events: they must be finite and 0 or more, or NaN when missing.", nameof(events));
        if (trials > SeriesScale.Largest || events > SeriesScale.Largest) return false;
        return scale.IsRate || events <= trials ? trials > 0 : throw new ArgumentException($"A window has {events:R} events of {trials:R} trials: there are at most as many.", nameof(events));
    }

    private static void CheckWindows(ReadOnlySpan<double> events, ReadOnlySpan<double> trials)
    {
        if (events.Length != trials.Length) throw new ArgumentException($"There are {events.Length} event counts and {trials.Length} request counts: one of each a window is needed.", nameof(trials));
        for (int k = 0; k < trials.Length; k++)
        {
            if (trials[k] != 0) _ = new RatioCounts(events[k], trials[k]);
            else if (events[k] != 0) throw new ArgumentException($"Window {k} has {events[k]:R} events without requests.", nameof(events));
        }
    }
}
