using CanaryJudge.Cli.Rendering;

namespace CanaryJudge.Cli.Comparing;

/// <summary>A comparison as one JSON object, with all digits; an end of the interval that is open is null.</summary>
internal static class CompareJson
{
    /// <summary>The object on one line, without a line feed.</summary>
    public static string Write(CompareReport report) => Json.Text(indented: false, json =>
    {
        json.WriteStartObject();
        json.WriteNumber("n_baseline", report.Baseline.Count);
        json.WriteNumber("n_canary", report.Canary.Count);
        json.WriteNumber("u", report.Test.U);
        json.WriteNumber("p", report.Test.P);
        json.WriteString("method", Words.Machine(report.Test.Method));
        Json.Number(json, "shift", report.Shift.Shift);
        Json.Number(json, "low", report.Shift.Lower);
        Json.Number(json, "high", report.Shift.Upper);
        json.WriteNumber("confidence", report.Confidence);
        json.WriteNumber("achieved", report.Shift.Level);
        json.WriteNumber("a12", report.Effect.A12);
        if (report.Margin is { } margin)
        {
            json.WriteNumber("margin", margin.Value);
            json.WriteString("against_margin", Words.Machine(margin.Place));
        }

        json.WriteEndObject();
    });
}
