using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Google.Protobuf.Reflection;

namespace CanaryJudge.Analyzer.Grpc.Json;

/// <summary>Writes query parameters as the JSON object that they stand for, so that one set of rules checks both.</summary>
internal static class QueryJson
{
    /// <summary>Writes it. A parameter that is given several times is an array where the field is one, else the same field several times.</summary>
    /// <param name="query">The parameters.</param>
    /// <param name="message">What they should be.</param>
    public static byte[] Write(IQueryCollection query, MessageDescriptor message)
    {
        ArrayBufferWriter<byte> buffer = new();
        // A field given twice is for the rules to find.
        using (Utf8JsonWriter json = new(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            json.WriteStartObject();
            foreach ((string name, Microsoft.Extensions.Primitives.StringValues values) in query)
            {
                FieldDescriptor? field = message.Fields.InDeclarationOrder().FirstOrDefault(f => f.JsonName == name || f.Name == name);
                if (field is { IsRepeated: true })
                {
                    json.WriteStartArray(name);
                    foreach (string? value in values) Write(json, field, value ?? "");
                    json.WriteEndArray();
                    continue;
                }

                foreach (string? value in values)
                {
                    json.WritePropertyName(name);
                    Write(json, field, value ?? "");
                }
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, FieldDescriptor? field, string value)
    {
        switch (field?.FieldType)
        {
            case FieldType.Int32 when int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number):
                json.WriteNumberValue(number);
                break;
            case FieldType.Bool when value is "true" or "false":
                json.WriteBooleanValue(value == "true");
                break;
            default:
                json.WriteStringValue(value);
                break;
        }
    }
}
