using System.Text.Json.Nodes;
using Google.Protobuf.WellKnownTypes;
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.Analyzer.Grpc.Reading;

/// <summary>From a policy in fields to the same policy as a document. What is left out stays out, so that the document's defaults apply.</summary>
internal static class InlineDocument
{
    private const string Root = "policy.inline";

    /// <summary>Writes the document.</summary>
    /// <param name="policy">The message.</param>
    /// <param name="refusals">Takes what a document cannot say: numbers that are not finite, enum values that are not stated, queries of another kind.</param>
    public static string Write(Wire.CanaryPolicy policy, Refusals refusals)
    {
        JsonObject metadata = [];
        if (policy.Name.Length > 0) metadata["name"] = policy.Name;

        JsonObject spec = [];
        if (policy.Interval is not null) spec["interval"] = Interval(policy.Interval, refusals);
        if (policy.HasWarmUp) spec["warmup"] = policy.WarmUp;
        if (policy.HasHorizon) spec["horizon"] = policy.Horizon;
        if (policy.HasHistory) spec["history"] = policy.History;
        if (policy.HasConfidence) spec["confidence"] = InlineFields.Number(policy.Confidence, Root + ".confidence", refusals);
        if (policy.HasFailShare) spec["failShare"] = InlineFields.Number(policy.FailShare, Root + ".fail_share", refusals);
        if (policy.HasJudge)
        {
            spec["judge"] = policy.Judge switch
            {
                Wire.JudgeRule.Fixed => "fixed",
                Wire.JudgeRule.Sequential => "sequential",
                Wire.JudgeRule.Threshold => "threshold",
                Wire.JudgeRule.Kayenta => "kayenta",
                _ => InlineFields.NotStated(policy.Judge, Root + ".judge", "fixed", refusals),
            };
        }

        if (policy.HasGuarantee)
        {
            spec["guarantee"] = policy.Guarantee switch
            {
                Wire.Guarantee.Strict => "strict",
                Wire.Guarantee.Calibrated => "calibrated",
                _ => InlineFields.NotStated(policy.Guarantee, Root + ".guarantee", "strict", refusals),
            };
        }

        if (policy.HasAtHorizon)
        {
            spec["atHorizon"] = policy.AtHorizon switch
            {
                Wire.HorizonRule.Hold => "hold",
                Wire.HorizonRule.Rollback => "rollback",
                Wire.HorizonRule.Promote => "promote",
                _ => InlineFields.NotStated(policy.AtHorizon, Root + ".at_horizon", "hold", refusals),
            };
        }

        if (policy.Threshold is not null) spec["threshold"] = InlineJudge.Threshold(policy.Threshold);
        if (policy.Kayenta is not null) spec["kayenta"] = InlineJudge.Kayenta(policy.Kayenta, Root + ".kayenta", refusals);
        JsonArray metrics = [];
        for (int index = 0; index < policy.Metrics.Count; index++) metrics.Add((JsonNode)InlineMetric.Write(policy.Metrics[index], $"{Root}.metrics[{index}]", refusals));
        spec["metrics"] = metrics;
        return new JsonObject { ["apiVersion"] = "canaryjudge.io/v1", ["kind"] = "CanaryPolicy", ["metadata"] = metadata, ["spec"] = spec }.ToJsonString();
    }

    private static string Interval(Duration interval, Refusals refusals)
    {
        const int NanosPerMilli = 1_000_000;
        bool isWhole = interval.Nanos % NanosPerMilli == 0 && interval.Seconds is >= 0 and <= 1_000_000 && interval.Nanos is >= 0 and < 1_000_000_000;
        if (isWhole && interval.Nanos == 0) return $"{interval.Seconds}s";
        if (isWhole) return $"{interval.Seconds * 1000 + interval.Nanos / NanosPerMilli}ms";
        refusals.Add(Root + ".interval", $"The interval is {interval.Seconds} s and {interval.Nanos} ns.", "Give 1 s to 1 h in whole milliseconds, such as \"60s\".");
        return "1m";
    }
}
