using System.Text.Json;
using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Deciding;

namespace CanaryJudge.Cli.Rendering;

/// <summary>What only some judges have: the score of kayenta, the checks of threshold. Null with the others.</summary>
internal static class ScoreJson
{
    /// <summary>The field "score".</summary>
    public static void Write(Utf8JsonWriter json, CanaryScore? score)
    {
        if (score is null)
        {
            json.WriteNull("score");
            return;
        }

        json.WriteStartObject("score");
        Json.Number(json, "value", score.Value);
        json.WriteNumber("pass", score.Pass);
        json.WriteNumber("marginal", score.Marginal);
        json.WriteStartArray("groups");
        foreach (GroupScore group in score.Groups)
        {
            json.WriteStartObject();
            json.WriteString("name", group.Name);
            Json.Number(json, "value", group.Value);
            json.WriteNumber("weight", group.Weight);
            json.WriteNumber("passed", group.Passed);
            json.WriteNumber("labelled", group.Labelled);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The field "checks".</summary>
    public static void Write(Utf8JsonWriter json, CheckTally? checks)
    {
        if (checks is null)
        {
            json.WriteNull("checks");
            return;
        }

        json.WriteStartObject("checks");
        json.WriteNumber("passed", checks.Passed);
        json.WriteNumber("passes_needed", checks.PassesNeeded);
        json.WriteNumber("failed", checks.Failed);
        json.WriteNumber("failures_limit", checks.FailuresLimit);
        json.WriteNumber("unclear", checks.Unclear);
        json.WriteEndObject();
    }
}
