using CanaryJudge.Judging.Comparing;

namespace CanaryJudge.Analyzer.Analyses;

/// <summary>What one metric said at one moment: a judgement without the windows it stands on, which the record holds.</summary>
/// <param name="Metric">The metric's name.</param>
/// <param name="Outcome">The outcome.</param>
/// <param name="Reason">One sentence a person can act on.</param>
/// <param name="Comparisons">The numbers, one entry a thing compared.</param>
/// <param name="Checks">How many checks of a threshold passed and failed; null for other judges.</param>
internal sealed record MetricJudgement(string Metric, JudgementOutcome Outcome, string Reason, IReadOnlyList<Comparison> Comparisons, CheckTally? Checks = null)
{
    /// <summary>The judgements of a verdict.</summary>
    public static IReadOnlyList<MetricJudgement> Of(Judging.Deciding.Verdict verdict) =>
        [.. verdict.Judgements.Select(j => new MetricJudgement(j.Windows.Metric.Name, j.Outcome, j.Reason, j.Comparisons, j.Checks))];
}
