using System.Text.Json;
using CanaryJudge.Cli.Rendering;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Judging.Rehearsing;

namespace CanaryJudge.Cli.Rehearsing;

/// <summary>What both rehearsing commands write for machines. Field names are part of the interface (docs/plan-and-backtest.md): they are added to, never changed.</summary>
internal static class RehearsalJson
{
    /// <summary>The fields about the policy, the past and the rehearsals.</summary>
    public static void Head(Utf8JsonWriter json, FoundPast found, RehearsalSettings settings, int rollouts, int exitCode)
    {
        CanaryPolicy policy = found.Past.Policy;
        json.WriteString("policy", policy.Name);
        json.WriteNumber("exit_code", exitCode);
        json.WriteStartObject("windows");
        json.WriteNumber("interval_seconds", policy.Interval.TotalSeconds);
        json.WriteNumber("warm_up", policy.WarmUp);
        json.WriteNumber("horizon", policy.Horizon);
        json.WriteString("at_horizon", Words.Machine(policy.AtHorizon));
        json.WriteNumber("history", policy.History);
        json.WriteEndObject();
        json.WriteStartObject("past");
        json.WriteString("source", found.Source);
        json.WriteString("baseline", found.Baseline);
        json.WriteNumber("windows", found.Past.Windows);
        Time(json, "from", found.FromMillis);
        Time(json, "to", found.ToMillis);
        json.WriteBoolean("two_sides", found.Past.HasTwoSides);
        json.WriteString("sides", found.Sides);
        json.WriteEndObject();
        json.WriteNumber("rehearsals", rollouts);
        json.WriteNumber("seed", settings.Seed);
        if (found.Past.HasTwoSides) json.WriteNull("canary_share");
        else json.WriteNumber("canary_share", settings.Share);
    }

    /// <summary>How rehearsals of one kind ended.</summary>
    public static void Write(Utf8JsonWriter json, string name, Endings endings)
    {
        json.WriteStartObject(name);
        WriteFields(json, endings);
        json.WriteEndObject();
    }

    /// <summary>How rehearsals of the whole policy ended: with what its rule for the horizon makes of the undecided ones.</summary>
    public static void WriteWhole(Utf8JsonWriter json, Endings endings)
    {
        json.WriteStartObject("healthy");
        WriteFields(json, endings);
        json.WriteNumber("promoted_at_horizon", endings.PromotedAtHorizon.Times);
        json.WriteNumber("rolled_back_at_horizon", endings.RolledBackAtHorizon.Times);
        json.WriteEndObject();
    }

    /// <summary>A metric's past in numbers.</summary>
    public static void Write(Utf8JsonWriter json, MetricPolicy metric, PastFigures figures)
    {
        json.WriteString("metric", metric.Name);
        json.WriteString("kind", Words.Machine(metric.Kind));
        json.WriteString("unit", metric.Unit);
        json.WriteString("level_of", figures.Name);
        Json.Number(json, "level", figures.Level);
        Json.Number(json, "canary_exposure_per_window", figures.CanaryExposure);
        Json.Number(json, "noise", figures.Noise);
        Json.Number(json, "missing_share", figures.MissingShare);
        json.WriteStartObject("margin");
        json.WriteNumber(metric.Margin.IsRelative ? "relative" : "absolute", metric.Margin.Value);
        if (metric.Margin.Floor > 0) json.WriteNumber("floor", metric.Margin.Floor);
        json.WriteEndObject();
    }

    /// <summary>What would let a metric be decided; null when it can be.</summary>
    public static void Write(Utf8JsonWriter json, Remedy? remedy)
    {
        if (remedy is null)
        {
            json.WriteNull("would_decide");
            return;
        }

        json.WriteStartObject("would_decide");
        Json.Number(json, "horizon", remedy.Horizon);
        Json.Number(json, "margin_factor", remedy.MarginFactor);
        Json.Number(json, "canary_share", remedy.Share);
        json.WriteEndObject();
    }

    /// <summary>The suggestions.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<string> suggestions)
    {
        json.WriteStartArray("suggestions");
        foreach (string suggestion in suggestions) json.WriteStringValue(suggestion);
        json.WriteEndArray();
    }

    private static void WriteFields(Utf8JsonWriter json, Endings endings)
    {
        json.WriteNumber("rehearsals", endings.Promoted.Of);
        Write(json, "promoted", endings.Promoted);
        Write(json, "rolled_back", endings.RolledBack);
        json.WriteNumber("undecided", endings.Open);
    }

    private static void Write(Utf8JsonWriter json, string name, Chances chances)
    {
        (double low, double high) = chances.Interval;
        json.WriteStartObject(name);
        json.WriteNumber("count", chances.Times);
        Json.Number(json, "share", chances.Share);
        Json.Number(json, "low", low);
        Json.Number(json, "high", high);
        Json.Number(json, "median_windows", chances.Within(0.5));
        Json.Number(json, "windows_of_nine_in_ten", chances.Within(0.9));
        json.WriteEndObject();
    }

    private static void Time(Utf8JsonWriter json, string name, long? millis)
    {
        if (millis is { } at) json.WriteString(name, Times.Text(at));
        else json.WriteNull(name);
    }
}
