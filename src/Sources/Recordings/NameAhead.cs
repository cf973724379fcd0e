using System.Text.Json;

namespace CanaryJudge.Sources.Recordings;

/// <summary>Finds a metric's name before its fields are read, so that every message about them can say it.</summary>
internal static class NameAhead
{
    /// <summary>The value of the field "name" of the object on which a copy of the reader stands.</summary>
    /// <returns>Empty when there is none before the first place that is not JSON: that is told when the reader itself comes to it.</returns>
    public static string Of(Utf8JsonReader ahead)
    {
        try
        {
            if (ahead.TokenType != JsonTokenType.StartObject) return "";
            while (ahead.Read() && ahead.TokenType == JsonTokenType.PropertyName)
            {
                bool isName = ahead.ValueTextEquals("name"u8);
                ahead.Read();
                if (isName) return ahead.TokenType == JsonTokenType.String ? ahead.GetString() ?? "" : "";
                ahead.Skip();
            }
            return "";
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException)
        {
            return "";
        }
    }
}
