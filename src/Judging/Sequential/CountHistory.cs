namespace CanaryJudge.Judging.Sequential;

/// <summary>What the baseline's windows before the rollout say about a stream of counts.</summary>
/// <param name="Events">Events, scaled down to at most ten median windows of trials.</param>
/// <param name="Trials">Trials, scaled alike.</param>
/// <param name="Clustering">Extra variance a window beyond the binomial's, as a share of one trial's: 0 or more.</param>
/// <param name="IsUsable">True when there were enough windows to learn the dispersion from.</param>
internal readonly record struct CountHistory(double Events, double Trials, double Clustering, bool IsUsable)
{
    private const int LeastPairs = 10;
    private const double MostWindows = 10;

    /// <summary>No history.</summary>
    public static CountHistory None => default;

    /// <summary>Reads the history.</summary>
    /// <param name="scale">Shares of trials, or rates an exposure.</param>
    /// <param name="margin">Harm that matters, as a share or a rate: above 0.</param>
    /// <param name="events">Events a window; NaN is missing.</param>
    /// <param name="trials">Trials a window; NaN is missing.</param>
    /// <returns>What it says; <see cref="None"/> when it is too short.</returns>
    /// <remarks>
    /// Dispersion from successive differences (von Neumann 1941), which a slow trend does not inflate; half of it from the lowest 80 % of them,
    /// since shared bursts, which pairing removes, sit in the rest (0.44 is the mean of the lowest 80 % of chi-squared with one degree of freedom).
    /// </remarks>
    public static CountHistory From(CountScale scale, double margin, ReadOnlySpan<double> events, ReadOnlySpan<double> trials)
    {
        double sumEvents = 0;
        double sumTrials = 0;
        double sumInverse = 0;
        List<double> sizes = [];
        for (int k = 0; k < trials.Length; k++)
        {
            if (!(trials[k] > 0) || double.IsNaN(events[k])) continue;
            sumEvents += events[k];
            sumTrials += trials[k];
            sumInverse += 1 / trials[k];
            sizes.Add(trials[k]);
        }

        if (sizes.Count == 0) return None;
        double variance = scale.Variance(scale.Pooled(sumEvents, sumTrials, margin));
        List<double> squares = [];
        for (int k = 1; k < trials.Length; k++)
        {
            if (!(trials[k] > 0 && trials[k - 1] > 0) || double.IsNaN(events[k]) || double.IsNaN(events[k - 1])) continue;
            double step = events[k] / trials[k] - events[k - 1] / trials[k - 1];
            squares.Add(step * step / (variance * (1 / trials[k] + 1 / trials[k - 1])));
        }

        if (squares.Count < LeastPairs) return None;
        double all = Mean(squares, squares.Count);
        squares.Sort();
        double low = Mean(squares, (int)(0.8 * squares.Count));
        double dispersion = 0.5 * all + 0.5 * low / 0.44;
        sizes.Sort();
        double median = sizes.Count % 2 == 1 ? sizes[sizes.Count / 2] : (sizes[sizes.Count / 2 - 1] + sizes[sizes.Count / 2]) / 2;
        double cut = Math.Min(1, MostWindows * median / sumTrials);
        return new CountHistory(sumEvents * cut, sumTrials * cut, Math.Max(0, dispersion - 1) * sumInverse / sizes.Count, IsUsable: true);
    }

    private static double Mean(List<double> values, int count)
    {
        double sum = 0;
        for (int i = 0; i < count; i++) sum += values[i];
        return sum / count;
    }
}
