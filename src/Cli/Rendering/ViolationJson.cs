using System.Text.Json;
using CanaryJudge.Cli.Frame;
using CanaryJudge.Judging;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Cli.Rendering;

/// <summary>Violations for machines.</summary>
internal static class ViolationJson
{
    /// <summary>The one object of a judge command that could not judge: no verdict, and why.</summary>
    public static string NoVerdict(string document, IReadOnlyList<Violation> violations, bool indented) => Json.Text(indented, json =>
    {
        json.WriteStartObject();
        if (!indented) json.WriteString("type", "verdict");
        json.WriteNull("verdict");
        json.WriteString("reason", $"{Counted.Of(violations.Count, "problem")} with the policy or the request: nothing was judged.");
        json.WriteNumber("exit_code", ExitCode.CouldNotJudge);
        json.WriteBoolean("could_not_judge", true);
        WriteArray(json, document, violations);
        json.WriteEndObject();
    });

    /// <summary>An array "violations" of the object that is being written.</summary>
    public static void WriteArray(Utf8JsonWriter json, string document, IReadOnlyList<Violation> violations)
    {
        json.WriteStartArray("violations");
        foreach (Violation violation in violations)
        {
            json.WriteStartObject();
            json.WriteString("file", document);
            Json.Number(json, "line", violation.Line > 0 ? violation.Line : null);
            Json.Number(json, "column", violation.Line > 0 ? violation.Column : null);
            json.WriteString("path", violation.Path);
            json.WriteString("message", violation.Message);
            json.WriteString("remedy", violation.Remedy);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
