using System.Text.Json.Nodes;
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.Analyzer.Grpc.Reading;

/// <summary>From a metric in fields to the same metric in a document.</summary>
internal static class InlineMetric
{
    /// <summary>Writes the metric.</summary>
    public static JsonObject Write(Wire.MetricPolicy metric, string path, Refusals refusals)
    {
        JsonObject document = [];
        if (metric.Name.Length > 0) document["name"] = metric.Name;
        if (metric.Unit.Length > 0) document["unit"] = metric.Unit;
        if (metric.HasDirection)
        {
            document["direction"] = metric.Direction switch
            {
                Wire.Direction.Increase => "increase",
                Wire.Direction.Decrease => "decrease",
                Wire.Direction.Either => "either",
                _ => InlineFields.NotStated(metric.Direction, path + ".direction", "increase", refusals),
            };
        }

        if (metric.HasMissing)
        {
            document["missing"] = metric.Missing switch
            {
                Wire.MissingRule.Hold => "hold",
                Wire.MissingRule.Fail => "fail",
                _ => InlineFields.NotStated(metric.Missing, path + ".missing", "hold", refusals),
            };
        }

        if (metric.Critical) document["critical"] = true;
        if (metric.Margin is not null) document["margin"] = Margin(metric.Margin, path + ".margin", refusals);
        InlineJudge.AddTo(document, metric, path, refusals);
        AddKind(document, metric, path, refusals);
        return document;
    }

    private static JsonObject Margin(Wire.Margin margin, string path, Refusals refusals)
    {
        JsonObject document = [];
        if (margin.SizeCase == Wire.Margin.SizeOneofCase.Absolute) document["absolute"] = InlineFields.Number(margin.Absolute, path + ".absolute", refusals);
        if (margin.SizeCase == Wire.Margin.SizeOneofCase.Relative) document["relative"] = InlineFields.Number(margin.Relative, path + ".relative", refusals);
        if (margin.Floor != 0) document["floor"] = InlineFields.Number(margin.Floor, path + ".floor", refusals);
        return document;
    }

    private static void AddKind(JsonObject document, Wire.MetricPolicy metric, string path, Refusals refusals)
    {
        switch (metric.KindCase)
        {
            case Wire.MetricPolicy.KindOneofCase.Ratio:
                document["kind"] = "ratio";
                InlineQuery.AddCounter(document, "bad", metric.Ratio.Bad, path + ".ratio.bad", refusals);
                InlineQuery.AddCounter(document, "total", metric.Ratio.Total, path + ".ratio.total", refusals);
                break;
            case Wire.MetricPolicy.KindOneofCase.Series:
                document["kind"] = "series";
                InlineQuery.AddValues(document, metric.Series.Values, path + ".series.values", refusals);
                if (metric.Series.Resource) document["resource"] = true;
                break;
            case Wire.MetricPolicy.KindOneofCase.Histogram:
                document["kind"] = "histogram";
                InlineQuery.AddBuckets(document, metric.Histogram.Buckets, path + ".histogram.buckets", refusals);
                if (metric.Histogram.Quantiles.Count > 0)
                {
                    document["quantiles"] = new JsonArray([.. metric.Histogram.Quantiles.Select((q, k) => (JsonNode)InlineFields.Number(q, $"{path}.histogram.quantiles[{k}]", refusals))]);
                }

                break;
            case Wire.MetricPolicy.KindOneofCase.Count:
                document["kind"] = "count";
                InlineQuery.AddCounter(document, "events", metric.Count.Events, path + ".count.events", refusals);
                InlineQuery.AddExposure(document, metric.Count.Exposure, path + ".count.exposure", refusals);
                break;
            default:
                refusals.Add(path, "The metric has no kind.", "Give one of ratio, series, histogram, count.");
                document["kind"] = "series";
                break;
        }
    }
}
