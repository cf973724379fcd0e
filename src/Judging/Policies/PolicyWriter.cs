using System.Globalization;
using System.Text;
using CanaryJudge.Judging.Policies.Documents;

namespace CanaryJudge.Judging.Policies;

/// <summary>Writes a policy as YAML with all its defaults.</summary>
public static class PolicyWriter
{
    /// <summary>The policy as a document that <see cref="PolicyParser"/> reads back to an equal policy.</summary>
    /// <param name="policy">A policy that keeps the parser's rules, as every policy that was parsed does.</param>
    /// <returns>YAML, each key once, lines ended by a line feed.</returns>
    /// <exception cref="ArgumentException">A query cannot be written: its role is not one of its metric's kind, or its reading not one of its role.</exception>
    public static string Write(CanaryPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var text = new StringBuilder();
        Line(text, 0, "apiVersion", PolicyWords.ApiVersion);
        Line(text, 0, "kind", PolicyWords.Kind);
        text.Append("metadata:\n");
        Line(text, 1, "name", YamlText.Of(policy.Name));
        text.Append("spec:\n");
        Line(text, 1, "interval", DurationText.Format(policy.Interval));
        Line(text, 1, "warmup", Whole(policy.WarmUp));
        Line(text, 1, "horizon", Whole(policy.Horizon));
        Line(text, 1, "atHorizon", PolicyWords.Of(PolicyWords.HorizonRules, policy.AtHorizon));
        Line(text, 1, "history", Whole(policy.History));
        Line(text, 1, "judge", PolicyWords.Of(PolicyWords.Judges, policy.Judge));
        Line(text, 1, "guarantee", PolicyWords.Of(PolicyWords.Guarantees, policy.Guarantee));
        Line(text, 1, "confidence", MarginText.Number(policy.Confidence));
        Line(text, 1, "failShare", MarginText.Number(policy.FailShare));
        if (policy.Judge == JudgeRule.Threshold) WriteThreshold(text, policy.Threshold);
        if (policy.Judge == JudgeRule.Kayenta) WriteKayenta(text, policy.Kayenta);
        text.Append("  metrics:\n");
        foreach (MetricPolicy metric in policy.Metrics) WriteMetric(text, metric, policy.Judge);
        return text.ToString();
    }

    private static void WriteThreshold(StringBuilder text, ThresholdRules rules)
    {
        text.Append("  threshold:\n");
        Line(text, 2, "failures", Whole(rules.Failures));
        Line(text, 2, "passes", Whole(rules.Passes));
        Line(text, 2, "minEvents", Whole(rules.MinEvents));
    }

    private static void WriteKayenta(StringBuilder text, KayentaScoring scoring)
    {
        text.Append("  kayenta:\n");
        Line(text, 2, "pass", MarginText.Number(scoring.Pass));
        Line(text, 2, "marginal", MarginText.Number(scoring.Marginal));
        if (scoring.Weights.Count == 0) return;
        text.Append("    weights:\n");
        foreach ((string group, double weight) in scoring.Weights) Line(text, 3, YamlText.Of(group), MarginText.Number(weight));
    }

    private static void WriteMetric(StringBuilder text, MetricPolicy metric, JudgeRule judge)
    {
        text.Append("    - name: ").Append(YamlText.Of(metric.Name)).Append('\n');
        Line(text, 3, "kind", PolicyWords.Of(PolicyWords.Kinds, metric.Kind));
        foreach (QueryTerm term in metric.Terms) WriteTerm(text, metric, term);
        if (metric.Kind == MetricKind.Series) Line(text, 3, PolicyKeys.Resource.Name, metric.Resource ? "true" : "false");
        if (metric.Kind == MetricKind.Histogram) Line(text, 3, PolicyKeys.Quantiles.Name, $"[{string.Join(", ", metric.Quantiles.Select(MarginText.Number))}]");
        Line(text, 3, "direction", PolicyWords.Of(PolicyWords.Directions, metric.Direction));
        Line(text, 3, "margin", MarginText.Format(metric.Margin, metric.Kind == MetricKind.Ratio));
        if (judge == JudgeRule.Threshold && metric.Limit is { } limit) Line(text, 3, "limit", MarginText.Number(limit));
        Line(text, 3, "critical", metric.Critical ? "true" : "false");
        Line(text, 3, "missing", PolicyWords.Of(PolicyWords.MissingRules, metric.Missing));
        if (judge == JudgeRule.Kayenta) WriteKayenta(text, metric);
        Line(text, 3, "unit", YamlText.Of(metric.Unit));
    }

    private static void WriteKayenta(StringBuilder text, MetricPolicy metric)
    {
        Line(text, 3, "groups", $"[{string.Join(", ", metric.Groups.Select(YamlText.Of))}]");
        EffectLimits effect = metric.EffectSize;
        Line(text, 3, "effectSize", $"{{allowedIncrease: {MarginText.Number(effect.AllowedIncrease)}, allowedDecrease: {MarginText.Number(effect.AllowedDecrease)}, criticalIncrease: {MarginText.Number(effect.CriticalIncrease)}, criticalDecrease: {MarginText.Number(effect.CriticalDecrease)}}}");
    }

    private static void WriteTerm(StringBuilder text, MetricPolicy metric, QueryTerm term)
    {
        if (!TermRules.RolesOf(metric.Kind).Contains(term.Role) || !TermRules.ReadingsOf(term.Role).Contains(term.Reading))
        {
            throw new ArgumentException($"The metric {metric.Name} of kind {metric.Kind} has no query for {term.Role} read as {term.Reading}.", nameof(term));
        }
        PolicyKey reading = term.Reading switch
        {
            TermReading.Expression => PolicyKeys.Query,
            TermReading.Rate => PolicyKeys.Rate,
            TermReading.Gauge or TermReading.Integral => PolicyKeys.Gauge,
            _ => PolicyKeys.Counter,
        };
        PolicyKey? role = term.Role switch
        {
            TermRole.Bad => PolicyKeys.Bad,
            TermRole.Total => PolicyKeys.Total,
            TermRole.Buckets => PolicyKeys.Buckets,
            TermRole.Events => PolicyKeys.Events,
            TermRole.Exposure => PolicyKeys.Exposure,
            _ => null,
        };
        string query = YamlText.Of(term.Text);
        if (role is null)
        {
            Line(text, 3, reading.Name, query);
        }
        else if (role == PolicyKeys.Buckets || (role.Shape is TermShape { TakesSelector: true } && term.Reading == TermReading.Counter))
        {
            Line(text, 3, role.Name, query);
        }
        else
        {
            text.Append(' ', 6).Append(role.Name).Append(":\n");
            Line(text, 4, reading.Name, query);
        }
    }

    private static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static void Line(StringBuilder text, int level, string key, string value) => text.Append(' ', level * 2).Append(key).Append(": ").Append(value).Append('\n');
}
