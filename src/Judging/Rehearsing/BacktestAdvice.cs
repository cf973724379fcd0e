using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Rehearsing;

/// <summary>What a backtest suggests to change: only what its numbers ask for beyond chance.</summary>
internal static class BacktestAdvice
{
    // The budget of a strict policy; of the others it is the least that anyone would accept.
    private const double FalseRollbackBudget = 0.01;
    private const double WrongPassBudget = 0.05;
    private const double MuchMissing = 0.1;

    /// <summary>The suggestions, each a sentence.</summary>
    public static IReadOnlyList<string> Of(BacktestReport report)
    {
        List<string> found = [];
        CanaryPolicy policy = report.Past.Policy;
        bool tooOften = report.Healthy.RolledBack.Interval.Low > FalseRollbackBudget;
        foreach (MetricBacktest metric in report.Metrics)
        {
            string name = metric.Past.Metric.Name;
            if (metric.Figures.MissingShare > MuchMissing) found.Add($"{name}: {Math.Round(metric.Figures.MissingShare * 100)} % of its windows have no data; mend its scrapes, or its rollouts will be held.");
            if (tooOften && metric.FalselyFailed > 0)
            {
                found.Add($"{name}: failed in {metric.FalselyFailed} of {report.Healthy.Promoted.Of} healthy rollouts, more than its budget; give it a wider margin than {MarginWords.Of(metric.Past.Metric)}"
                    + (metric.Past.Metric.Kind == MetricKind.Series ? ", a query that is steadier from window to window, or a longer interval." : ", or a longer interval."));
            }

            if (metric.Remedy is Remedy remedy) found.Add(RemedyWords.Undecided(metric.Past.Metric, policy, metric.Healthy.Promoted, remedy));
            foreach ((Injection injection, Endings endings) in metric.Injected)
            {
                if (endings.Promoted.Interval.Low > WrongPassBudget)
                    found.Add($"{name}: {endings.Promoted.Times} of {endings.Promoted.Of} rollouts with {injection.Name} would have been promoted; {(injection.Kind == InjectionKind.Tail ? "judge a higher quantile, or add bucket bounds near it" : "a lower margin sees it")}.");
            }
        }

        Chances unproven = report.Healthy.RolledBackAtHorizon;
        if (unproven.Interval.Low > FalseRollbackBudget)
            found.Add($"atHorizon: rollback would have rolled back {unproven.Times} of {unproven.Of} healthy rollouts that were undecided at the horizon; a longer horizon or atHorizon: hold would not.");
        return found;
    }
}
