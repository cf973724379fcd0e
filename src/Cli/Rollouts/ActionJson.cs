using System.Text.Json;
using CanaryJudge.Cli.Analyses;
using CanaryJudge.Cli.Rendering;
using CanaryJudge.Contracts.V1;
using Google.Protobuf.WellKnownTypes;

namespace CanaryJudge.Cli.Rollouts;

/// <summary>Actions and targets for machines. Field names are part of the interface (docs/cli.md): they are added to, never changed. What does not exist is null.</summary>
internal static class ActionJson
{
    /// <summary>One action as an object.</summary>
    public static string Write(RolloutAction action, bool indented) => Json.Text(indented, json => WriteTo(json, action));

    /// <summary>An action, into the JSON that is being written.</summary>
    public static void WriteTo(Utf8JsonWriter json, RolloutAction action)
    {
        json.WriteStartObject();
        json.WriteString("id", action.Id);
        json.WriteString("target", action.Target);
        json.WriteString("verb", RolloutWords.Machine(action.Verb));
        Text(json, "revision", action.Revision);
        Text(json, "baseline", action.Baseline);
        Text(json, "analysis", action.AnalysisId);
        json.WriteString("by", action.By);
        json.WriteBoolean("by_policy", action.ByPolicy);
        json.WriteString("reason", action.Reason);
        json.WriteBoolean("again", action.Again);
        json.WriteString("state", RolloutWords.Machine(action.State));
        json.WriteString("ending", RolloutWords.Machine(action.Ending));
        json.WriteString("status", action.Status);
        json.WriteNumber("exit_code", RolloutWords.ExitCodeOf(action));
        Time(json, "created", action.CreateTime);
        Time(json, "started", action.StartTime);
        Time(json, "ended", action.EndTime);
        json.WriteNumber("sequence", action.Sequence);
        json.WriteStartArray("steps");
        foreach (RolloutActionStep step in action.Steps) WriteTo(json, step);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>A target, into the JSON that is being written.</summary>
    public static void WriteTo(Utf8JsonWriter json, Target target)
    {
        json.WriteStartObject();
        json.WriteString("name", target.Name);
        json.WriteString("kind", target.Kind);
        json.WriteString("mode", RolloutWords.Machine(target.Mode));
        json.WriteBoolean("enabled", target.Enabled);
        json.WritePropertyName("switch");
        WriteTo(json, target.Switch);
        json.WritePropertyName("observation");
        WriteTo(json, target.Observation);
        Text(json, "problem", target.Problem);
        json.WriteStartArray("actions");
        foreach (RolloutAction action in target.Actions) WriteTo(json, action);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>A switch, or null.</summary>
    public static void WriteTo(Utf8JsonWriter json, RolloutSwitch? one)
    {
        if (one is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        Text(json, "target", one.Target);
        json.WriteString("state", RolloutWords.Machine(one.State));
        Text(json, "by", one.By);
        Text(json, "reason", one.Reason);
        Time(json, "time", one.Time);
        json.WriteEndObject();
    }

    /// <summary>What an action would do, as an object.</summary>
    public static string Write(RolloutDryRun dry) => Json.Text(indented: true, json =>
    {
        json.WriteStartObject();
        json.WritePropertyName("observation");
        WriteTo(json, dry.Observation);
        json.WriteString("next", dry.Next);
        json.WritePropertyName("step");
        if (dry.Step is { } step) WriteTo(json, step);
        else json.WriteNullValue();
        json.WriteStartArray("hindrances");
        foreach (string hindrance in dry.Hindrances) json.WriteStringValue(hindrance);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void WriteTo(Utf8JsonWriter json, RolloutPlannedStep step)
    {
        json.WriteStartObject();
        json.WriteString("name", step.Name);
        json.WriteString("description", step.Description);
        json.WriteString("method", step.Method);
        json.WriteString("path", step.Path);
        Text(json, "content_type", step.ContentType);
        json.WriteString("body", step.Body);
        json.WriteString("precondition", step.Precondition);
        json.WriteStartObject("precondition_data");
        foreach ((string name, string value) in step.PreconditionData.OrderBy(d => d.Key, StringComparer.Ordinal)) json.WriteString(name, value);
        json.WriteEndObject();
        json.WriteStartArray("rights");
        foreach (string right in step.Rights) json.WriteStringValue(right);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTo(Utf8JsonWriter json, RolloutActionStep step)
    {
        json.WriteStartObject();
        json.WriteNumber("number", step.Number);
        json.WriteString("name", step.Name);
        json.WriteString("description", step.Description);
        json.WriteString("request", step.Request);
        json.WriteString("body", step.Body);
        json.WriteString("precondition", step.Precondition);
        json.WriteString("digest", step.Digest);
        Time(json, "intent", step.IntentTime);
        json.WriteString("answer", RolloutWords.Machine(step.Answer));
        Text(json, "message", step.Message);
        Time(json, "answered", step.AnswerTime);
        json.WriteEndObject();
    }

    private static void WriteTo(Utf8JsonWriter json, RolloutObservation? seen)
    {
        if (seen is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        Text(json, "revision", seen.Revision);
        Text(json, "baseline", seen.Baseline);
        Json.Number(json, "canary_traffic", seen.HasCanaryTraffic ? seen.CanaryTraffic : null);
        json.WriteBoolean("settled", seen.Settled);
        if (seen.HasHeld) json.WriteBoolean("held", seen.Held);
        else json.WriteNull("held");
        Text(json, "owner", seen.Owner);
        json.WriteStartArray("facts");
        foreach (string fact in seen.Facts) json.WriteStringValue(fact);
        json.WriteEndArray();
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
