using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Statistics;

namespace CanaryJudge.Judging.Kayenta;

/// <summary>One metric with Kayenta's labels: one label, or one a quantile of a histogram, as several queries would have been there.</summary>
/// <param name="Judgement">What it says.</param>
/// <param name="Passed">Labels that pass.</param>
/// <param name="Labelled">Labels in all; 0 without data.</param>
/// <param name="FailsAll">True when it is critical and failed so far that nothing else counts.</param>
internal sealed record LabelledMetric(Judgement Judgement, int Passed, int Labelled, bool FailsAll)
{
    /// <summary>The metric's name.</summary>
    public string Name => Judgement.Windows.Metric.Name;

    /// <summary>Its groups, at least one.</summary>
    public IReadOnlyList<string> Groups => Judgement.Windows.Metric.Groups;

    /// <summary>Labels the first windows.</summary>
    public static LabelledMetric Of(MetricWindows metric, CanaryPolicy policy, int elapsed)
    {
        MetricWindows known = metric.Baseline.Count == elapsed ? metric : metric.Until(elapsed);
        WindowPairs pairs = WindowPairs.Of(known, policy);
        if (DataCheck.Judge(known, policy, pairs) is { } lacking) return Without(lacking with { Windows = metric });
        double[] quantiles = metric.Metric.Kind == MetricKind.Histogram ? [.. metric.Metric.Quantiles] : [double.NaN];
        MetricLabel[] labels = Array.ConvertAll(quantiles, q => MetricLabel.Of(metric, q, pairs.Present));
        if (Array.Find(labels, label => label.Result.Class == KayentaClass.NoData) is { } empty) return Without(DataCheck.Missing(metric, $"{metric.Metric.Name}: {empty.Numbers.Name} has no values on one side."));
        MetricLabel[] failed = Array.FindAll(labels, label => label.Result.Class != KayentaClass.Pass);
        Judgement judgement = new()
        {
            Windows = metric,
            Outcome = failed.Length > 0 ? JudgementOutcome.Fail : JudgementOutcome.Pass,
            Reason = string.Join(" ", (failed.Length > 0 ? failed : labels).Select(label => label.Sentence)),
            Comparisons = Array.ConvertAll(labels, label => label.Numbers),
        };
        return new(judgement, labels.Length - failed.Length, labels.Length, metric.Metric.Critical && failed.Any(label => label.Result.PassesCritical));
    }

    // Where the policy takes missing data as a failure it is a label that did not pass.
    private static LabelledMetric Without(Judgement judgement) =>
        judgement.Outcome == JudgementOutcome.Fail ? new(judgement, 0, 1, judgement.Windows.Metric.Critical) : new(judgement, 0, 0, FailsAll: false);
}
