using CanaryJudge.Cli.Rendering;
using CanaryJudge.Judging.Rehearsing;

namespace CanaryJudge.Cli.Rehearsing;

/// <summary>A forecast for machines: one object.</summary>
internal static class PlanJson
{
    /// <summary>Writes it.</summary>
    public static string Write(FoundPast found, Forecast forecast, int exitCode) => Json.Text(indented: true, json =>
    {
        json.WriteStartObject();
        RehearsalJson.Head(json, found, forecast.Settings, forecast.Healthy.Promoted.Of, exitCode);
        RehearsalJson.WriteWhole(json, forecast.Healthy);
        json.WriteStartArray("metrics");
        foreach (MetricForecast metric in forecast.Metrics)
        {
            json.WriteStartObject();
            RehearsalJson.Write(json, metric.Past.Metric, metric.Figures);
            RehearsalJson.Write(json, "healthy", metric.Healthy);
            Json.Number(json, "smallest_harm_margins", metric.SmallestHarm);
            Json.Number(json, "smallest_harm", PlanText.SmallestHarm(metric));
            Json.Number(json, "tightest_margin_factor", metric.TightestMargin);
            RehearsalJson.Write(json, metric.Remedy);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        RehearsalJson.Write(json, forecast.Suggestions);
        json.WriteEndObject();
    });
}
