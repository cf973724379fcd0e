using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Kayenta;

/// <summary>The judge that answers as Kayenta's would: one look at the horizon, a label a metric, a score over groups of metrics. Before the horizon it is on pause.</summary>
/// <remarks>
/// Where it differs: no noise is added; a group without data is left out of the score instead of counting as passed; a metric without data never lets the canary pass;
/// at least five windows; a rise from a mean of zero is beyond any effect size. The margins are not looked at. Labels are Kayenta's: see <see cref="Statistics.KayentaClassifier"/>.
/// </remarks>
public static class KayentaJudge
{
    /// <summary>Judges the windows that have elapsed.</summary>
    /// <param name="policy">The rules; windows beyond its horizon are not looked at.</param>
    /// <param name="metrics">The windows of every metric of the policy, in its order; all of one length.</param>
    /// <returns>Pause before the horizon; at it the verdict of the score.</returns>
    public static Verdict Judge(CanaryPolicy policy, IReadOnlyList<MetricWindows> metrics)
    {
        int elapsed = Math.Min(metrics[0].Baseline.Count, policy.Horizon);
        LabelledMetric[] labelled = [.. metrics.Select(metric => LabelledMetric.Of(metric, policy, elapsed))];
        Judgement[] judgements = [.. labelled.Select(metric => metric.Judgement)];
        if (elapsed < policy.Horizon) return Early(policy, judgements, elapsed);

        LabelledMetric[] critical = [.. labelled.Where(metric => metric.FailsAll)];
        CanaryScore score = CanaryScores.Of(policy.Kayenta, labelled, isCritical: critical.Length > 0);
        (VerdictOutcome outcome, string reason) = Decide(score, critical, judgements);
        return new Verdict { Outcome = outcome, Reason = reason, Judgements = judgements, WindowsElapsed = elapsed, Score = score };
    }

    // What a look now would say stands in the numbers; it counts only at the horizon, since a second look would double the chance of being wrong.
    private static Verdict Early(CanaryPolicy policy, Judgement[] judgements, int elapsed)
    {
        Judgement[] open = [.. judgements.Select(j => j.Outcome is JudgementOutcome.Pass or JudgementOutcome.Fail ? j with { Outcome = JudgementOutcome.Inconclusive, Reason = $"So far {j.Reason}" } : j)];
        string wait = $"Hold: judge kayenta looks once, at its horizon; {elapsed} of {Counted.Of(policy.Horizon, "window")} so far.";
        string error = open.Any(j => j.Outcome == JudgementOutcome.Error) ? " " + Decider.PauseReason(open) : "";
        return new Verdict { Outcome = VerdictOutcome.Pause, Reason = wait + error, Judgements = open, WindowsElapsed = elapsed };
    }

    private static (VerdictOutcome Outcome, string Reason) Decide(CanaryScore score, LabelledMetric[] critical, Judgement[] judgements)
    {
        if (critical.Length > 0)
        {
            return (VerdictOutcome.Rollback, $"The critical {(critical.Length == 1 ? "metric" : "metrics")} {string.Join(", ", critical.Select(m => m.Name))} failed: {string.Join(" ", critical.Select(m => m.Judgement.Reason))}");
        }

        if (double.IsNaN(score.Value)) return (VerdictOutcome.Pause, $"No metric could be scored. {Decider.PauseReason(judgements)}");
        string groups = string.Join(", ", score.Groups.Select(CanaryScores.Shown));
        string failed = string.Join(" ", judgements.Where(j => j.Outcome == JudgementOutcome.Fail).Select(j => j.Reason));
        string because = $"{groups}.{(failed.Length > 0 ? " " + failed : "")}";
        string value = Figures.Number(score.Value, 5), pass = Figures.Number(score.Pass, 5), marginal = Figures.Number(score.Marginal, 5);
        if (score.Value < score.Marginal) return (VerdictOutcome.Rollback, $"The score is {value}, below the marginal {marginal}: {because}");
        if (score.Value < score.Pass) return (VerdictOutcome.Pause, $"The score is {value}, between the marginal {marginal} and the pass of {pass}: {because}");
        Judgement[] open = [.. judgements.Where(j => j.Outcome is not (JudgementOutcome.Pass or JudgementOutcome.Fail))];
        if (open.Length > 0) return (VerdictOutcome.Pause, $"The score is {value} without {string.Join(", ", open.Select(j => j.Windows.Metric.Name))}. {open[0].Reason}");
        return (VerdictOutcome.Promote, $"The score is {value}, at or above the pass of {pass}: {because}");
    }
}
