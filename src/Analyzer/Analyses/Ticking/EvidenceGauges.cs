using System.Diagnostics.Metrics;
using CanaryJudge.Analyzer.Telemetry;
using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Deciding;

namespace CanaryJudge.Analyzer.Analyses.Ticking;

/// <summary>One verdict of one analysis as the points of gauges. A number that does not exist, or is not finite, is no point.</summary>
internal sealed class EvidenceGauges
{
    // What the policy's rule for the horizon gave is a word of its own, told when it is so: that is once in a few rollouts.
    private static readonly string[] Outcomes = ["promote", "pause", "rollback", "could_not_judge"];

    /// <summary>The points of a verdict.</summary>
    public EvidenceGauges(string application, string target, string policy, int horizon, Verdict verdict)
    {
        KeyValuePair<string, object?>[] analysis = [new("application", application), new("target", target)];
        string outcome = VerdictMeter.Outcome(verdict);
        Verdicts = [.. Outcomes.Union([outcome]).Select(word => new Measurement<int>(word == outcome ? 1 : 0, [.. analysis, new("policy", policy), new("outcome", word)]))];
        Windows = [new(verdict.WindowsElapsed, [.. analysis, new("count", "judged")]), new(horizon, [.. analysis, new("count", "horizon")])];
        List<Measurement<double>> values = [], differences = [], harm = [], safe = [];
        foreach (Judgement judgement in verdict.Judgements)
        {
            KeyValuePair<string, object?>[] metric = [.. analysis, new("metric", judgement.Windows.Metric.Name)];
            foreach (Comparison comparison in judgement.Comparisons)
            {
                KeyValuePair<string, object?>[] compared = [.. metric, new("comparison", comparison.Name)];
                Add(values, comparison.Baseline, compared, "side", "baseline");
                Add(values, comparison.Canary, compared, "side", "canary");
                Add(differences, comparison.Difference, compared, "bound", "estimate");
                Add(differences, comparison.Low, compared, "bound", "low");
                Add(differences, comparison.High, compared, "bound", "high");
                Add(differences, comparison.Margin, compared, "bound", "margin");
            }

            // Harm of one thing compared is harm of the metric; it is safe when all of them are.
            Evidence[] evidence = [.. judgement.Comparisons.Select(comparison => comparison.Evidence).OfType<Evidence>()];
            if (evidence.Length == 0) continue;
            harm.Add(new(evidence.Max(e => e.HarmShare), metric));
            safe.Add(new(evidence.Min(e => e.SafeShare), metric));
        }

        (Values, Differences, Harm, Safe) = (values, differences, harm, safe);
        MostSeries = Math.Max(Verdicts.Count, 4 * verdict.Judgements.Sum(judgement => judgement.Comparisons.Count));
    }

    /// <summary>Each thing compared: the value of both sides.</summary>
    public IReadOnlyList<Measurement<double>> Values { get; }

    /// <summary>Each thing compared: the difference, its interval, the margin.</summary>
    public IReadOnlyList<Measurement<double>> Differences { get; }

    /// <summary>Each metric: how far harm is proven.</summary>
    public IReadOnlyList<Measurement<double>> Harm { get; }

    /// <summary>Each metric: how far safety is proven.</summary>
    public IReadOnlyList<Measurement<double>> Safe { get; }

    /// <summary>Each outcome: whether it is the verdict's.</summary>
    public IReadOnlyList<Measurement<int>> Verdicts { get; }

    /// <summary>Windows judged, and the horizon.</summary>
    public IReadOnlyList<Measurement<int>> Windows { get; }

    /// <summary>The most points that one gauge has of it, were every number finite.</summary>
    public int MostSeries { get; }

    private static void Add(List<Measurement<double>> points, double value, KeyValuePair<string, object?>[] labels, string label, string word)
    {
        if (double.IsFinite(value)) points.Add(new(value, [.. labels, new(label, word)]));
    }
}
