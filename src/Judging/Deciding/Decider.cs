using System.Text;
using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Deciding;

/// <summary>Turns the judgements of all metrics into one verdict, by the policy.</summary>
public static class Decider
{
    private static readonly (JudgementOutcome Outcome, string Word)[] Hindrances =
    [
        (JudgementOutcome.Error, "could not be measured"), (JudgementOutcome.Fail, "failed, below the share that rolls back"),
        (JudgementOutcome.NoData, "without data"), (JudgementOutcome.Inconclusive, "undecided"),
    ];

    /// <summary>Any failed critical metric, or a share of failed metrics of at least the policy's fail share, rolls back; all passed promotes; anything else pauses.</summary>
    /// <param name="policy">The rules.</param>
    /// <param name="judgements">One a metric of the policy, in its order; at least one.</param>
    /// <param name="windowsElapsed">Windows that have elapsed, warm-up included; 0 or more.</param>
    /// <returns>The verdict with a reason that names the metrics that decided.</returns>
    /// <exception cref="ArgumentException">There are no judgements: nothing judged is never a promotion.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The windows are negative.</exception>
    public static Verdict Decide(CanaryPolicy policy, IReadOnlyList<Judgement> judgements, int windowsElapsed)
    {
        if (judgements.Count == 0) throw new ArgumentException("There are no judgements: a policy needs at least one metric.", nameof(judgements));
        ArgumentOutOfRangeException.ThrowIfNegative(windowsElapsed);
        Judgement[] failed = [.. judgements.Where(j => j.Outcome == JudgementOutcome.Fail)];
        Judgement[] critical = [.. failed.Where(j => j.Windows.Metric.Critical)];
        bool tooMany = failed.Length > 0 && failed.Length >= policy.FailShare * judgements.Count;
        (VerdictOutcome outcome, string reason) = critical.Length > 0 ? (VerdictOutcome.Rollback, CriticalReason(critical))
            : tooMany ? (VerdictOutcome.Rollback, ShareReason(failed, judgements.Count, policy.FailShare))
            : judgements.All(j => j.Outcome == JudgementOutcome.Pass) ? (VerdictOutcome.Promote, PassReason(judgements))
            : (VerdictOutcome.Pause, PauseReason(judgements));
        return new Verdict { Outcome = outcome, Reason = reason, Judgements = judgements, WindowsElapsed = windowsElapsed };
    }

    private static string CriticalReason(Judgement[] failed) => failed.Length == 1
        ? $"The critical metric {NameOf(failed[0])} failed: {failed[0].Reason}"
        : $"The critical metrics {Names(failed)} failed: {string.Join(" ", failed.Select(j => j.Reason))}";

    private static string ShareReason(Judgement[] failed, int all, double share) =>
        $"{failed.Length} of {Counted.Of(all, "metric")} failed ({Names(failed)}), at or above the share of {Figures.Percent(share)} that rolls back: {string.Join(" ", failed.Select(j => j.Reason))}";

    internal static string PassReason(IReadOnlyList<Judgement> all) => all.Count == 1
        ? $"{NameOf(all[0])} is within its margin: {all[0].Reason}"
        : $"All {all.Count} metrics are within their margins: {Names(all)}.";

    // The weightiest hindrance first: what could not be measured, then what failed without deciding, what is missing, what is open.
    internal static string PauseReason(IReadOnlyList<Judgement> all) => $"Hold: {Open(all)}";

    // The same without the word that it is held.
    internal static string Open(IReadOnlyList<Judgement> all)
    {
        StringBuilder text = new();
        Judgement? weightiest = null;
        foreach ((JudgementOutcome outcome, string word) in Hindrances)
        {
            bool isFirst = true;
            foreach (Judgement judgement in all)
            {
                if (judgement.Outcome != outcome) continue;
                text.Append(!isFirst ? ", " : weightiest is null ? "" : "; ").Append(NameOf(judgement));
                weightiest ??= judgement;
                isFirst = false;
            }

            if (!isFirst) text.Append(' ').Append(word);
        }

        return text.Append(". ").Append(weightiest!.Reason).ToString();
    }

    private static string Names(IEnumerable<Judgement> judgements) => string.Join(", ", judgements.Select(NameOf));

    private static string NameOf(Judgement judgement) => judgement.Windows.Metric.Name;
}
