using System.Text.Json;
using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Explaining;

namespace CanaryJudge.Sources.Recordings;

/// <summary>Writes the verdict that was reached; numbers read back bit for bit, NaN as null, infinities as words.</summary>
internal static class JudgedWriter
{
    /// <summary>Writes it; nothing when there is none.</summary>
    public static void Write(Utf8JsonWriter json, JudgedVerdict? judged)
    {
        if (judged is null) return;
        json.WriteStartObject("judged");
        json.WriteString("version", judged.Version);
        json.WriteString("verdict", RecordingWords<VerdictOutcome>.Of(judged.Outcome));
        json.WriteNumber("interval", judged.Interval);
        json.WriteString("reason", judged.Reason);
        if (judged.Numbers.Count > 0) Numbers(json, judged.Numbers);
        json.WriteStartArray("metrics");
        foreach (JudgedMetric metric in judged.Metrics)
        {
            json.WriteStartObject();
            json.WriteString("name", metric.Name);
            json.WriteString("outcome", RecordingWords<JudgementOutcome>.Of(metric.Outcome));
            Numbers(json, metric.Numbers);
            if (metric.Curves.Count > 0) Curves(json, metric.Curves);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Numbers(Utf8JsonWriter json, IReadOnlyList<JudgedNumber> numbers)
    {
        json.WriteStartObject("numbers");
        foreach (JudgedNumber number in numbers)
        {
            json.WritePropertyName(number.Name);
            Value(json, number.Value);
        }
        json.WriteEndObject();
    }

    private static void Curves(Utf8JsonWriter json, IReadOnlyList<JudgedCurve> curves)
    {
        json.WriteStartObject("curves");
        foreach (JudgedCurve curve in curves)
        {
            json.WriteStartArray(curve.Name);
            foreach (double value in curve.Values) Value(json, value);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void Value(Utf8JsonWriter json, double value)
    {
        if (double.IsNaN(value)) json.WriteNullValue();
        else if (double.IsInfinity(value)) json.WriteStringValue(value > 0 ? FieldReader.Infinity : FieldReader.MinusInfinity);
        else json.WriteNumberValue(value);
    }
}
