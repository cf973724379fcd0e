using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Rehearsing;

/// <summary>Forecasts a rollout by rehearsing it: the sequential judge has no closed form once variances are learnt and keys have to agree.</summary>
public static class Forecaster
{
    // A horizon that nine healthy rollouts of ten do not need.
    private const double Nearly = 0.9;
    private const int NiceHorizon = 5;

    /// <summary>Runs it. The same past, settings and seed give the same forecast.</summary>
    /// <param name="past">The past; without <see cref="Past.Hindrances"/>.</param>
    /// <param name="settings">How rehearsals are formed.</param>
    /// <param name="repetition">How they are repeated.</param>
    /// <returns>The forecast.</returns>
    /// <exception cref="ArgumentException">The past has hindrances.</exception>
    public static Forecast Run(Past past, RehearsalSettings settings, IRepetition repetition)
    {
        IReadOnlyList<string> hindrances = past.Hindrances();
        if (hindrances.Count > 0) throw new ArgumentException(string.Join(" ", hindrances), nameof(past));
        CanaryPolicy policy = past.Policy;
        Stage stage = new(past, settings);
        Rehearsed[] whole = repetition.Repeat("the whole policy", stage.Rollouts, i => Rehearsal.Whole(stage, policy, i).Result);
        RemedySearch search = new(past, settings, repetition);
        MetricForecast[] metrics = [.. Enumerable.Range(0, policy.Metrics.Count).Select(m => Metric(past, settings, stage, search, repetition, m))];
        Endings healthy = Endings.Of(whole);
        return new Forecast { Past = past, Settings = settings, Healthy = healthy, Metrics = metrics, Suggestions = Suggestions(policy, healthy, metrics) };
    }

    private static MetricForecast Metric(Past past, RehearsalSettings settings, Stage stage, RemedySearch search, IRepetition repetition, int m)
    {
        PastWindows metric = past.Metrics[m];
        Endings healthy = Endings.Of(repetition.Repeat($"{metric.Metric.Name}, healthy", stage.Rollouts, i => Rehearsal.One(stage, past.Policy, m, i, injection: null)));
        bool isDecided = healthy.Promoted.Share >= RemedySearch.Enough;
        Remedy? remedy = isDecided ? null : search.Of(m);
        return new MetricForecast
        {
            Past = metric,
            Figures = PastFigures.Of(metric, settings.Share),
            Healthy = healthy,
            SmallestHarm = search.SmallestHarm(m),
            TightestMargin = remedy is null ? search.MarginFactor(m) : remedy.MarginFactor,
            Remedy = remedy,
        };
    }

    private static List<string> Suggestions(CanaryPolicy policy, Endings healthy, MetricForecast[] metrics)
    {
        List<string> found = [.. metrics.Where(m => m.Remedy is not null).Select(m => RemedyWords.Undecided(m.Past.Metric, policy, m.Healthy.Promoted, m.Remedy!))];
        if (healthy.Promoted.Within(Nearly) is int needed)
        {
            int enough = Math.Min(policy.Horizon, (needed + NiceHorizon - 1) / NiceHorizon * NiceHorizon);
            if (enough <= policy.Horizon / 2) found.Add($"horizon: nine of ten healthy rollouts are promoted within {Counted.Of(needed, "window")}; a horizon of {enough} would do.");
        }

        return found;
    }
}
