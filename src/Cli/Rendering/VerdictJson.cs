using System.Text.Json;
using CanaryJudge.Cli.Frame;
using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Cli.Rendering;

/// <summary>A judged run for machines. Field names are part of the interface (docs/cli.md): they are added to, never changed. A number that does not exist, or is not finite, is null.</summary>
internal static class VerdictJson
{
    /// <summary>The whole run as one object.</summary>
    public static string Write(Report report) => Json.Text(indented: true, json =>
    {
        json.WriteStartObject();
        WriteBody(json, report);
        json.WriteEndObject();
    });

    /// <summary>The whole run as fields of the object that is being written.</summary>
    public static void WriteBody(Utf8JsonWriter json, Report report)
    {
        WriteHead(json, report);
        json.WriteStartArray("judgements");
        for (int k = 0; k < report.Verdict.Judgements.Count; k++) WriteJudgement(json, report, k, type: null);
        json.WriteEndArray();
    }

    /// <summary>The same as lines: one a judgement, then the verdict; each with its "type".</summary>
    public static IEnumerable<string> Lines(Report report)
    {
        for (int k = 0; k < report.Verdict.Judgements.Count; k++)
        {
            int metric = k;
            yield return Json.Text(indented: false, json => WriteJudgement(json, report, metric, "judgement"));
        }

        yield return Json.Text(indented: false, json =>
        {
            json.WriteStartObject();
            json.WriteString("type", "verdict");
            WriteHead(json, report);
            json.WriteEndObject();
        });
    }

    private static void WriteHead(Utf8JsonWriter json, Report report)
    {
        Verdict verdict = report.Verdict;
        WindowGrid windows = report.Plan.Windows;
        json.WriteString("verdict", Words.Machine(verdict.Outcome));
        json.WriteBoolean("by_horizon", verdict.ByHorizon);
        json.WriteString("reason", verdict.Reason);
        ScoreJson.Write(json, verdict.Score);
        json.WriteNumber("exit_code", ExitCode.Of(verdict));
        json.WriteBoolean("could_not_judge", verdict.CouldNotJudge);
        json.WriteString("policy", report.Plan.Policy.Name);
        json.WriteString("source", report.Source);
        json.WriteStartArray("notes");
        foreach (string note in report.Notes) json.WriteStringValue(note);
        json.WriteEndArray();
        json.WriteString("baseline", report.Baseline);
        json.WriteString("canary", report.Canary);
        json.WriteStartObject("windows");
        json.WriteString("start", Times.Text(windows.StartMillis));
        json.WriteString("end", Times.Text(windows.EndMillis));
        json.WriteNumber("interval_seconds", windows.IntervalMillis / 1000.0);
        json.WriteNumber("count", windows.Count);
        json.WriteNumber("elapsed", verdict.WindowsElapsed);
        json.WriteNumber("warm_up", report.Plan.Policy.WarmUp);
        json.WriteNumber("history", windows.History);
        json.WriteEndObject();
    }

    private static void WriteJudgement(Utf8JsonWriter json, Report report, int metric, string? type)
    {
        Judgement judgement = report.Verdict.Judgements[metric];
        MetricPolicy rules = judgement.Windows.Metric;
        json.WriteStartObject();
        if (type is not null) json.WriteString("type", type);
        json.WriteString("metric", rules.Name);
        json.WriteString("outcome", Words.Machine(judgement.Outcome));
        json.WriteString("reason", judgement.Reason);
        json.WriteBoolean("leans_to_safety", judgement.LeansToSafety);
        json.WriteString("kind", Words.Machine(rules.Kind));
        json.WriteString("unit", rules.Unit);
        json.WriteString("direction", Words.Machine(rules.Direction));
        json.WriteBoolean("critical", rules.Critical);
        json.WriteStartArray("comparisons");
        foreach (Comparison comparison in judgement.Comparisons) WriteComparison(json, comparison);
        json.WriteEndArray();
        ScoreJson.Write(json, judgement.Checks);
        json.WriteStartArray("queries");
        if (metric < report.Queries.Count)
        {
            foreach (SentQuery sent in report.Queries[metric]) WriteQuery(json, sent);
        }

        json.WriteEndArray();
        WriteData(json, judgement.Windows);
        json.WriteEndObject();
    }

    private static void WriteComparison(Utf8JsonWriter json, Comparison comparison)
    {
        json.WriteStartObject();
        json.WriteString("name", comparison.Name);
        Json.Number(json, "baseline", comparison.Baseline);
        Json.Number(json, "canary", comparison.Canary);
        Json.Number(json, "difference", comparison.Difference);
        Json.Number(json, "low", comparison.Low);
        Json.Number(json, "high", comparison.High);
        Json.Number(json, "confidence", comparison.Confidence);
        Json.Number(json, "margin", comparison.Margin);
        json.WriteString("method", comparison.Method);
        Json.Number(json, "p", comparison.P);
        Json.Number(json, "u", comparison.U);
        Json.Number(json, "a12", comparison.A12);
        json.WriteNumber("windows", comparison.Windows);
        Json.Number(json, "baseline_exposure", comparison.BaselineExposure);
        Json.Number(json, "canary_exposure", comparison.CanaryExposure);
        WriteEvidence(json, comparison.Evidence);
        json.WriteEndObject();
    }

    private static void WriteEvidence(Utf8JsonWriter json, Evidence? evidence)
    {
        if (evidence is null)
        {
            json.WriteNull("evidence");
            return;
        }

        json.WriteStartObject("evidence");
        Json.Number(json, "log_harm", evidence.LogHarm);
        Json.Number(json, "harm_threshold", evidence.HarmThreshold);
        Json.Number(json, "harm_share", evidence.HarmShare);
        Json.Number(json, "log_safe", evidence.LogSafe);
        Json.Number(json, "safe_threshold", evidence.SafeThreshold);
        Json.Number(json, "safe_share", evidence.SafeShare);
        Json.Number(json, "windows_left", evidence.WindowsLeft);
        Json.Number(json, "canary_exposure_left", evidence.CanaryExposureLeft);
        json.WriteEndObject();
    }

    private static void WriteQuery(Utf8JsonWriter json, SentQuery sent)
    {
        PlannedQuery query = sent.Query;
        json.WriteStartObject();
        json.WriteString("side", Words.Machine(query.Side));
        json.WriteString("role", Words.Machine(query.Role));
        json.WriteString("reading", Words.Machine(query.Reading));
        json.WriteString("sent", sent.Text);
        json.WriteString("start", Times.Text(query.StartMillis));
        json.WriteString("end", Times.Text(query.EndMillis));
        Json.Number(json, "step_seconds", query.StepMillis == 0 ? null : query.StepMillis / 1000.0);
        json.WriteNumber("series", sent.Series);
        json.WriteEndObject();
    }

    private static void WriteData(Utf8JsonWriter json, MetricWindows windows)
    {
        json.WriteStartArray("faults");
        foreach (DataFault fault in windows.Faults)
        {
            json.WriteStartObject();
            json.WriteString("kind", Words.Machine(fault.Kind));
            json.WriteString("side", Words.Machine(fault.Side));
            Json.Number(json, "window", fault.Window);
            json.WriteString("detail", fault.Detail);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("warnings");
        foreach (string warning in windows.Warnings) json.WriteStringValue(warning);
        json.WriteEndArray();
        json.WriteStartArray("problems");
        foreach (SourceProblem problem in windows.Problems)
        {
            json.WriteStartObject();
            json.WriteString("kind", Words.Machine(problem.Kind));
            json.WriteString("message", problem.Message);
            json.WriteString("query", problem.Query);
            Json.Number(json, "status", problem.Status);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
