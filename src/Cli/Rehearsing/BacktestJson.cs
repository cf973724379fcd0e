using CanaryJudge.Cli.Rendering;
using CanaryJudge.Judging.Rehearsing;

namespace CanaryJudge.Cli.Rehearsing;

/// <summary>A backtest for machines: one object.</summary>
internal static class BacktestJson
{
    /// <summary>Writes it.</summary>
    public static string Write(FoundPast found, BacktestReport report, int exitCode) => Json.Text(indented: true, json =>
    {
        json.WriteStartObject();
        RehearsalJson.Head(json, found, report.Settings, report.Healthy.Promoted.Of, exitCode);
        RehearsalJson.WriteWhole(json, report.Healthy);
        json.WriteStartArray("metrics");
        foreach (MetricBacktest metric in report.Metrics)
        {
            json.WriteStartObject();
            RehearsalJson.Write(json, metric.Past.Metric, metric.Figures);
            json.WriteNumber("falsely_failed", metric.FalselyFailed);
            RehearsalJson.Write(json, "healthy", metric.Healthy);
            json.WriteStartArray("injected");
            foreach ((Injection injection, Endings endings) in metric.Injected)
            {
                json.WriteStartObject();
                json.WriteString("wrong", Words.Machine(injection.Kind));
                Json.Number(json, "margins", injection.Kind == InjectionKind.Tail ? null : injection.Margins);
                RehearsalJson.Write(json, "endings", endings);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            RehearsalJson.Write(json, metric.Remedy);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("noisiest", report.Noisiest?.Past.Metric.Name);
        RehearsalJson.Write(json, report.Suggestions);
        json.WriteEndObject();
    });
}
