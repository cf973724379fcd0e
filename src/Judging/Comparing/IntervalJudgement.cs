using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Comparing;

/// <summary>Makes the judgement of a metric that is one difference with one interval, in the words of a person.</summary>
internal static class IntervalJudgement
{
    /// <summary>The judgement by the three-way rule.</summary>
    /// <param name="metric">The metric's windows.</param>
    /// <param name="comparison">The numbers.</param>
    /// <param name="canDecide">False when the method cannot reach its confidence with these windows: then Inconclusive.</param>
    public static Judgement Of(MetricWindows metric, Comparison comparison, bool canDecide)
    {
        MetricPolicy rules = metric.Metric;
        if (comparison.Margin <= 0)
        {
            return new Judgement
            {
                Windows = metric,
                Outcome = JudgementOutcome.Inconclusive,
                Reason = $"{rules.Name}: the margin of {Figures.Percent(rules.Margin.Value)} of a baseline of 0 is nothing to judge against; give the margin a floor, or make it absolute.",
                Comparisons = [comparison],
            };
        }

        JudgementOutcome outcome = ThreeWay.Decide(comparison.Low, comparison.High, comparison.Margin, rules.Direction);
        if (!canDecide) outcome = JudgementOutcome.Inconclusive;
        Figures figures = Figures.Of(rules);
        string moved = Moved(rules.Name, figures, comparison);
        string margin = figures.Margin(comparison.Margin);
        string reason = outcome switch
        {
            JudgementOutcome.Fail => $"{moved}, beyond the margin of {margin}.",
            JudgementOutcome.Pass => $"{moved}, within the margin of {margin}.",
            _ => $"{moved}: not yet clear of the margin of {margin} on either side.",
        };
        return new Judgement { Windows = metric, Outcome = outcome, Reason = reason, Comparisons = [comparison], LeansToSafety = ThreeWay.LeansToSafety(comparison.Difference, comparison.Margin, rules.Direction) };
    }

    /// <summary>"errors rose from 0.98 % to 3.41 % (+2.4 points; 98 % interval +1.9 to +3.0)".</summary>
    internal static string Moved(string name, Figures figures, Comparison c)
    {
        (string from, string to) = figures.Values(c.Baseline, c.Canary);
        string verb = c.Canary > c.Baseline ? $"rose from {from} to {to}" : c.Canary < c.Baseline ? $"fell from {from} to {to}" : $"stayed at {from}";
        // A quantile has no interval of its own, and one or two windows have none yet: nothing is said of it then.
        string interval = !double.IsFinite(c.Low) && !double.IsFinite(c.High) ? "" : $"; {Figures.Percent(Math.Round(c.Confidence, 3))} interval {figures.Interval(c.Low, c.High)}";
        return $"{name} {verb} ({figures.Difference(c.Difference)}{interval})";
    }
}
