using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CanaryJudge.Analyzer.Rollouts.Webhooks;

/// <summary>What is posted for a step: fields are added to over time, never changed.</summary>
internal static class WebhookBody
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes it; the same step gives the same bytes.</summary>
    public static string Write(string target, string step, RolloutAction action)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text, Readable))
        {
            json.WriteStartObject();
            json.WriteString("action", action.Id);
            json.WriteString("step", step);
            json.WriteString("verb", action.Verb.ToString().ToLowerInvariant());
            json.WriteString("target", target);
            json.WriteString("expected_revision", action.Revision);
            json.WriteString("baseline", action.Baseline);
            json.WriteString("by", action.By);
            json.WriteString("reason", action.Reason);
            json.WriteString("analysis", action.AnalysisId);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }
}
