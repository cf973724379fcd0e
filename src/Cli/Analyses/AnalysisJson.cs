using System.Text.Json;
using CanaryJudge.Cli.Rendering;
using CanaryJudge.Contracts.V1;
using Google.Protobuf.WellKnownTypes;

namespace CanaryJudge.Cli.Analyses;

/// <summary>Analyses and their events for machines. Field names are part of the interface (docs/cli.md): they are added to, never changed. What does not exist is null.</summary>
internal static class AnalysisJson
{
    /// <summary>The fields of an analysis, into the object that is being written.</summary>
    public static void WriteBody(Utf8JsonWriter json, Analysis analysis)
    {
        json.WriteString("id", analysis.Id);
        json.WriteString("application", analysis.Application);
        json.WriteString("target", analysis.Target);
        json.WriteString("policy", analysis.Policy);
        json.WriteString("source", analysis.Source);
        json.WriteString("state", AnalysisWords.Machine(analysis.State));
        json.WriteString("ending", AnalysisWords.Machine(analysis.Ending));
        json.WriteString("decision", AnalysisWords.Machine(analysis.Decision));
        json.WriteString("verdict", AnalysisWords.Machine(analysis.Outcome));
        json.WriteBoolean("could_not_judge", analysis.CouldNotJudge);
        json.WriteString("reason", analysis.Reason);
        json.WriteNumber("exit_code", AnalysisWords.ExitCodeOf(analysis));
        json.WriteString("started_by", analysis.StartedBy);
        Text(json, "ended_by", analysis.EndedBy);
        Text(json, "superseded_by", analysis.SupersededBy);
        Time(json, "created", analysis.CreateTime);
        Time(json, "start", analysis.StartTime);
        Time(json, "next", analysis.NextTime);
        Time(json, "ended", analysis.EndTime);
        json.WriteNumber("interval_seconds", analysis.Interval.ToTimeSpan().TotalSeconds);
        json.WriteNumber("windows", analysis.WindowsElapsed);
        json.WriteNumber("horizon", analysis.Horizon);
        json.WriteNumber("sequence", analysis.Sequence);
        Text(json, "revision", analysis.Revision);
        Text(json, "baseline_revision", analysis.BaselineRevision);
        json.WriteString("mode", AnalysisWords.Machine(analysis.Mode));
    }

    /// <summary>One analysis as an object.</summary>
    public static string Write(Analysis analysis, bool indented) => Json.Text(indented, json =>
    {
        json.WriteStartObject();
        WriteBody(json, analysis);
        json.WriteEndObject();
    });

    /// <summary>An event as one line.</summary>
    public static string Line(AnalysisEvent made) => Json.Text(indented: false, json =>
    {
        json.WriteStartObject();
        json.WriteString("type", AnalysisWords.Machine(made.Kind));
        json.WriteString("analysis", made.AnalysisId);
        json.WriteNumber("sequence", made.Sequence);
        Time(json, "time", made.Time);
        json.WriteString("state", AnalysisWords.Machine(made.State));
        json.WriteNumber("windows", made.WindowsElapsed);
        json.WriteString(made.Kind == AnalysisEventKind.Ended ? "decision" : "verdict", AnalysisWords.Machine(made.Outcome));
        json.WriteString("ending", AnalysisWords.Machine(made.Ending));
        Text(json, "actor", made.Actor);
        json.WriteString("reason", made.Reason);
        ScoreJson.Write(json, WireJudgements.Read(made.Score));
        json.WriteStartArray("judgements");
        foreach (MetricJudgement judgement in made.Judgements) Write(json, judgement);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter json, MetricJudgement judgement)
    {
        json.WriteStartObject();
        json.WriteString("metric", judgement.Metric);
        json.WriteString("outcome", AnalysisWords.Machine(judgement.Outcome));
        json.WriteString("reason", judgement.Reason);
        json.WriteStartArray("comparisons");
        foreach (Comparison c in judgement.Comparisons)
        {
            json.WriteStartObject();
            json.WriteString("name", c.Name);
            Json.Number(json, "baseline", c.HasBaseline ? c.Baseline : null);
            Json.Number(json, "canary", c.HasCanary ? c.Canary : null);
            Json.Number(json, "difference", c.HasDifference ? c.Difference : null);
            Json.Number(json, "low", c.HasLow ? c.Low : null);
            Json.Number(json, "high", c.HasHigh ? c.High : null);
            Json.Number(json, "margin", c.HasMargin ? c.Margin : null);
            json.WriteString("method", c.Method);
            Json.Number(json, "safe_share", c.Evidence?.SafeShare);
            Json.Number(json, "harm_share", c.Evidence?.HarmShare);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        ScoreJson.Write(json, WireJudgements.Read(judgement.Checks));
        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, string name, string value)
    {
        if (value.Length > 0) json.WriteString(name, value);
        else json.WriteNull(name);
    }

    private static void Time(Utf8JsonWriter json, string name, Timestamp? time)
    {
        if (time is null) json.WriteNull(name);
        else json.WriteString(name, AnalysisWords.Time(time));
    }
}
