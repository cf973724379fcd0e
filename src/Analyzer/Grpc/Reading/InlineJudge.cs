using System.Text.Json.Nodes;
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.Analyzer.Grpc.Reading;

/// <summary>From the rules of one judge in fields to the same rules in a document. What is left out stays out.</summary>
internal static class InlineJudge
{
    /// <summary>The rules of judge threshold.</summary>
    public static JsonObject Threshold(Wire.ThresholdRules rules)
    {
        JsonObject document = [];
        if (rules.HasFailures) document["failures"] = rules.Failures;
        if (rules.HasPasses) document["passes"] = rules.Passes;
        if (rules.HasMinEvents) document["minEvents"] = rules.MinEvents;
        return document;
    }

    /// <summary>The scores of judge kayenta.</summary>
    public static JsonObject Kayenta(Wire.KayentaScoring scoring, string path, Refusals refusals)
    {
        JsonObject document = [];
        if (scoring.HasPass) document["pass"] = InlineFields.Number(scoring.Pass, path + ".pass", refusals);
        if (scoring.HasMarginal) document["marginal"] = InlineFields.Number(scoring.Marginal, path + ".marginal", refusals);
        if (scoring.Weights.Count == 0) return document;
        JsonObject weights = [];
        foreach ((string group, double weight) in scoring.Weights) weights[group] = InlineFields.Number(weight, $"{path}.weights.{group}", refusals);
        document["weights"] = weights;
        return document;
    }

    /// <summary>What a metric says to one judge alone.</summary>
    public static void AddTo(JsonObject metric, Wire.MetricPolicy wire, string path, Refusals refusals)
    {
        if (wire.HasLimit) metric["limit"] = InlineFields.Number(wire.Limit, path + ".limit", refusals);
        if (wire.Groups.Count > 0) metric["groups"] = new JsonArray([.. wire.Groups.Select(group => (JsonNode)group)]);
        if (wire.EffectSize is not { } effect) return;
        JsonObject document = [];
        if (effect.HasAllowedIncrease) document["allowedIncrease"] = Ratio(effect.AllowedIncrease, "allowed_increase");
        if (effect.HasAllowedDecrease) document["allowedDecrease"] = Ratio(effect.AllowedDecrease, "allowed_decrease");
        if (effect.HasCriticalIncrease) document["criticalIncrease"] = Ratio(effect.CriticalIncrease, "critical_increase");
        if (effect.HasCriticalDecrease) document["criticalDecrease"] = Ratio(effect.CriticalDecrease, "critical_decrease");
        metric["effectSize"] = document;

        double Ratio(double value, string field) => InlineFields.Number(value, $"{path}.effect_size.{field}", refusals, accepted: 1);
    }
}
