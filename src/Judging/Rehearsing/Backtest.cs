using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Rehearsing;

/// <summary>Rehearses a policy over a past in which nothing was rolled out: how often it would have been wrong, and how soon it would have seen harm.</summary>
public static class Backtest
{
    /// <summary>Runs it. The same past, settings and seed give the same report.</summary>
    /// <param name="past">The past; without <see cref="Past.Hindrances"/>.</param>
    /// <param name="settings">How rehearsals are formed.</param>
    /// <param name="repetition">How they are repeated.</param>
    /// <returns>The report.</returns>
    /// <exception cref="ArgumentException">The past has hindrances.</exception>
    public static BacktestReport Run(Past past, RehearsalSettings settings, IRepetition repetition)
    {
        IReadOnlyList<string> hindrances = past.Hindrances();
        if (hindrances.Count > 0) throw new ArgumentException(string.Join(" ", hindrances), nameof(past));
        CanaryPolicy policy = past.Policy;
        Stage stage = new(past, settings);
        (Rehearsed Result, bool[] Failed)[] whole = repetition.Repeat("the whole policy, healthy", stage.Rollouts, i => Rehearsal.Whole(stage, policy, i));
        RemedySearch search = new(past, settings, repetition);
        MetricBacktest[] metrics = [.. Enumerable.Range(0, policy.Metrics.Count).Select(m => Metric(past, settings, stage, search, repetition, m, whole.Count(r => r.Failed[m])))];
        BacktestReport report = new()
        {
            Past = past, Settings = settings, Metrics = metrics, Healthy = Endings.Of([.. whole.Select(r => r.Result)]),
            Noisiest = Noisiest(metrics, policy.Horizon),
        };
        return report with { Suggestions = BacktestAdvice.Of(report) };
    }

    private static MetricBacktest Metric(Past past, RehearsalSettings settings, Stage stage, RemedySearch search, IRepetition repetition, int m, int falselyFailed)
    {
        PastWindows metric = past.Metrics[m];
        Endings healthy = Rehearse(null);
        return new MetricBacktest
        {
            Past = metric,
            Figures = PastFigures.Of(metric, settings.Share),
            FalselyFailed = falselyFailed,
            Healthy = healthy,
            Injected = [.. Injection.Of(metric.Metric).Select(injection => (injection, Rehearse(injection)))],
            Remedy = healthy.Promoted.Share < RemedySearch.Enough ? search.Of(m) : null,
        };

        Endings Rehearse(Injection? injection) => Endings.Of(repetition.Repeat(
            $"{metric.Metric.Name}, {injection?.Name ?? "healthy"}", stage.Rollouts, i => Rehearsal.One(stage, past.Policy, m, i, injection)));
    }

    private static MetricBacktest? Noisiest(MetricBacktest[] metrics, int horizon)
    {
        MetricBacktest[] order = [.. metrics.OrderByDescending(m => m.FalselyFailed).ThenBy(m => m.Healthy.Promoted.Share).ThenByDescending(Median)];
        MetricBacktest worst = order[0];
        bool isAlike = metrics.Length == 1 ? worst is { FalselyFailed: 0, Healthy.Open: 0 } : worst.FalselyFailed == order[^1].FalselyFailed && worst.Healthy.Promoted.Share == order[^1].Healthy.Promoted.Share && Median(worst) == Median(order[^1]);
        return isAlike ? null : worst;

        int Median(MetricBacktest metric) => metric.Healthy.Promoted.Within(0.5) ?? horizon;
    }
}
