using System.Text.Json;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Sources.Recordings;

/// <summary>Writes the rules that belong to one judge alone, where it is the policy's.</summary>
internal static class JudgeRuleWriter
{
    /// <summary>The rules of the policy.</summary>
    public static void Write(Utf8JsonWriter json, CanaryPolicy policy)
    {
        if (policy.Judge == JudgeRule.Threshold)
        {
            json.WriteStartObject("threshold");
            json.WriteNumber("failures", policy.Threshold.Failures);
            json.WriteNumber("passes", policy.Threshold.Passes);
            json.WriteNumber("min_events", policy.Threshold.MinEvents);
            json.WriteEndObject();
        }

        if (policy.Judge != JudgeRule.Kayenta) return;
        json.WriteStartObject("kayenta");
        json.WriteNumber("pass", policy.Kayenta.Pass);
        json.WriteNumber("marginal", policy.Kayenta.Marginal);
        json.WriteStartObject("weights");
        foreach ((string group, double weight) in policy.Kayenta.Weights) json.WriteNumber(group, weight);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>The rules of a metric.</summary>
    public static void Write(Utf8JsonWriter json, MetricPolicy metric, JudgeRule judge)
    {
        if (judge == JudgeRule.Threshold && metric.Limit is { } limit) json.WriteNumber("limit", limit);
        if (judge != JudgeRule.Kayenta) return;
        json.WriteStartArray("groups");
        foreach (string group in metric.Groups) json.WriteStringValue(group);
        json.WriteEndArray();
        EffectLimits effect = metric.EffectSize;
        json.WriteStartObject("effect_size");
        json.WriteNumber("allowed_increase", effect.AllowedIncrease);
        json.WriteNumber("allowed_decrease", effect.AllowedDecrease);
        json.WriteNumber("critical_increase", effect.CriticalIncrease);
        json.WriteNumber("critical_decrease", effect.CriticalDecrease);
        json.WriteEndObject();
    }
}
