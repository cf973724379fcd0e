using CanaryJudge.Judging.Policies;
using CanaryJudge.Statistics;

namespace CanaryJudge.Judging.Comparing;

/// <summary>One quantile of a histogram, compared.</summary>
/// <param name="Outcome">What it says.</param>
/// <param name="Sentence">Why, without the metric's name and without a full stop.</param>
/// <param name="Numbers">The numbers.</param>
/// <param name="LeansToSafety">True when the buckets can show the margin, and every share above a bound is nearer to no change than to what the margin allows.</param>
internal sealed record QuantileComparison(JudgementOutcome Outcome, string Sentence, Comparison Numbers, bool LeansToSafety)
{
    /// <summary>Compares the shares above one bound on both sides (two bounds when either direction is worse).</summary>
    /// <param name="rules">The metric's rules.</param>
    /// <param name="q">The quantile, in (0, 1).</param>
    /// <param name="bounds">The bucket bounds.</param>
    /// <param name="reference">The baseline's distribution that fixes the bound and what may change.</param>
    /// <param name="baseline">Pooled counts of the baseline, at least one observation.</param>
    /// <param name="canary">Pooled counts of the canary, at least one observation.</param>
    /// <param name="windows">Windows pooled.</param>
    /// <param name="confidence">Confidence of each interval.</param>
    public static QuantileComparison Of(MetricPolicy rules, double q, double[] bounds, SurvivalCurve reference, double[] baseline, double[] canary, int windows, double confidence)
    {
        Figures figures = Figures.Of(rules);
        string name = "p" + Figures.Number(q * 100, 6);
        double b = AtMost(new SurvivalCurve(bounds, baseline).Quantile(q), bounds), c = AtMost(new SurvivalCurve(bounds, canary).Quantile(q), bounds), at = reference.Quantile(q);
        double margin = rules.Margin.At(AtMost(at, bounds));
        Direction[] directions = rules.Direction == Direction.Either ? [Direction.Increase, Direction.Decrease] : [rules.Direction];
        ExceedanceEdge?[] edges = [.. directions.Select(d => ExceedanceEdge.Of(bounds, reference, q, rules.Margin, d))];
        (JudgementOutcome Outcome, string Sentence, double P, bool LeansToSafety)[] tests =
            [.. edges.OfType<ExceedanceEdge>().Select(e => Test(e, baseline, canary, confidence, figures))];
        bool resolved = tests.Length == directions.Length;
        JudgementOutcome outcome = ThreeWay.All([.. tests.Select(t => t.Outcome), .. resolved ? Array.Empty<JudgementOutcome>() : [JudgementOutcome.Inconclusive]]);
        (string from, string to) = figures.Values(b, c);
        string moved = c > b ? $"{name} rose from {from} to {to}" : c < b ? $"{name} fell from {from} to {to}" : $"{name} stayed at {from}";
        string[] sentences = [.. tests.Where(t => t.Outcome == outcome || outcome != JudgementOutcome.Fail).Select(t => t.Sentence), .. resolved ? Array.Empty<string>() : [Unresolved(at, margin, bounds, figures)]];
        Comparison numbers = new()
        {
            Name = name,
            Baseline = b,
            Canary = c,
            Difference = c - b,
            Low = double.NaN,
            High = double.NaN,
            Confidence = confidence,
            Margin = margin,
            Method = tests.Length == 0 ? "none: no bucket bound near the margin" : $"Miettinen-Nurminen on the share above {string.Join(" and ", edges.OfType<ExceedanceEdge>().Select(e => figures.Value(e.Bound)))}",
            P = tests.Length == 0 ? null : tests.Min(t => t.P),
            Windows = windows,
            BaselineExposure = baseline.Sum(),
            CanaryExposure = canary.Sum(),
        };
        return new QuantileComparison(outcome, $"{moved}: {string.Join("; ", sentences)}", numbers, resolved && tests.All(t => t.LeansToSafety));
    }

    private static (JudgementOutcome Outcome, string Sentence, double P, bool LeansToSafety) Test(ExceedanceEdge edge, double[] baseline, double[] canary, double confidence, Figures figures)
    {
        RatioCounts b = CountsAbove(edge.Index, baseline), c = CountsAbove(edge.Index, canary);
        EstimateInterval interval = MiettinenNurminen.Interval(c, b, confidence);
        JudgementOutcome outcome = ThreeWay.Decide(interval.Lower, interval.Upper, edge.Allowed, edge.Direction);
        Figures shares = Figures.OfShares;
        (string from, string to) = shares.Values(b.Share, c.Share);
        string against = outcome switch { JudgementOutcome.Fail => "beyond", JudgementOutcome.Pass => "within", _ => "not yet clear of" };
        string sentence = $"{to} above {figures.Value(edge.Bound)} against {from} ({shares.Difference(interval.Estimate)}; {Figures.Percent(confidence)} interval {shares.Interval(interval.Lower, interval.Upper)}), "
            + $"{against} the {shares.Margin(edge.Allowed)} that the margin allows";
        return (outcome, sentence, MiettinenNurminen.Test(c, b, 0, Alternative.TwoSided).P, ThreeWay.LeansToSafety(interval.Estimate, edge.Allowed, edge.Direction));
    }

    private static RatioCounts CountsAbove(int bound, double[] counts)
    {
        double total = counts.Sum();
        return new RatioCounts(Math.Min(counts[(bound + 1)..].Sum(), total), total);
    }

    private static double AtMost(double quantile, double[] bounds) => Math.Min(quantile, bounds[^1]);

    private static string Unresolved(double at, double margin, double[] bounds, Figures figures) => double.IsFinite(at)
        ? $"no bucket bound lies close enough to {figures.Value(at)} to show a change of {figures.Margin(margin)}; add one there"
        : $"it lies above the highest bucket bound {figures.Value(bounds[^1])}, where no change shows; add higher bounds";
}
