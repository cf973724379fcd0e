using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace CanaryJudge.Analyzer.Grpc.Json;

/// <summary>
/// Compares a JSON request with the message it should be: unknown fields, fields given twice, two fields of one oneof, unknown enum values and values
/// of the wrong type are all named. What reads the request afterwards would ignore the first three in silence.
/// </summary>
internal static class JsonShape
{
    private const string NumberInList = "a finite number, or \"NaN\" where one may be missing";

    /// <summary>Adds everything that is wrong.</summary>
    /// <param name="json">The request body, UTF-8.</param>
    /// <param name="message">What it should be.</param>
    /// <param name="refusals">Where violations go; paths are in proto names.</param>
    /// <param name="given">Fields that the address has given already, in proto names.</param>
    public static void Check(ReadOnlySpan<byte> json, MessageDescriptor message, Refusals refusals, IEnumerable<string>? given = null)
    {
        Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = 32 });
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) refusals.Add("", $"The body is not a JSON object but {Name(reader.TokenType)}.", $"Send a {message.Name} as an object.");
            else CheckMessage(ref reader, message, "", [.. (given ?? []).Select(message.FindFieldByName).OfType<FieldDescriptor>()], refusals);
            while (reader.Read()) { }
        }
        catch (JsonException broken)
        {
            refusals.Add("", $"The body is not JSON: line {broken.LineNumber + 1}, byte {broken.BytePositionInLine + 1}.", "Send one JSON object in UTF-8.");
        }
        catch (InvalidOperationException)
        {
            // What reading a text throws: bytes that are not UTF-8, or an escape that is half a character.
            refusals.Add("", $"The text at byte {reader.TokenStartIndex} is not Unicode.", "Send one JSON object in UTF-8, without half characters such as \\ud800.");
        }
    }

    private static void CheckMessage(ref Utf8JsonReader reader, MessageDescriptor message, string path, HashSet<FieldDescriptor> seen, Refusals refusals)
    {
        HashSet<OneofDescriptor> chosen = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            FieldDescriptor? field = message.Fields.InDeclarationOrder().FirstOrDefault(f => f.JsonName == name || f.Name == name);
            reader.Read();
            if (field is null)
            {
                refusals.Add(Join(path, Shown(name)), $"The field {Shown(name)} is not known.", $"Fields of {message.Name}: {string.Join(", ", message.Fields.InDeclarationOrder().Select(f => f.JsonName))}.");
                reader.Skip();
                continue;
            }

            string at = Join(path, field.Name);
            if (!seen.Add(field)) refusals.Add(at, "The field is given twice.", "Keep one.");
            if (field.RealContainingOneof is { } oneof && reader.TokenType != JsonTokenType.Null && !chosen.Add(oneof))
            {
                refusals.Add(at, $"Another field of the choice {oneof.Name} is given too.", $"Keep one of {string.Join(", ", oneof.Fields.Select(f => f.JsonName))}.");
            }

            if (field.IsMap) CheckMap(ref reader, field, at, refusals);
            else if (field.IsRepeated) CheckList(ref reader, field, at, refusals);
            else CheckValue(ref reader, field, at, refusals);
        }
    }

    // Keys of a map are the caller's own; what reads it afterwards would keep the last of two that are the same.
    private static void CheckMap(ref Utf8JsonReader reader, FieldDescriptor field, string path, Refusals refusals)
    {
        if (reader.TokenType == JsonTokenType.Null) return;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            WrongType(ref reader, path, "an object", refusals);
            return;
        }

        HashSet<string> seen = new(StringComparer.Ordinal);
        FieldDescriptor value = field.MessageType.FindFieldByName("value");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!, at = Join(path, Shown(key));
            if (!seen.Add(key)) refusals.Add(at, "The key is given twice.", "Keep one.");
            reader.Read();
            if (reader.TokenType == JsonTokenType.Null) refusals.Add(at, "The value is null.", "Write a value, or leave the key out.");
            else CheckValue(ref reader, value, at, refusals);
        }
    }

    private static void CheckList(ref Utf8JsonReader reader, FieldDescriptor field, string path, Refusals refusals)
    {
        if (reader.TokenType == JsonTokenType.Null) return;
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            WrongType(ref reader, path, "an array", refusals);
            return;
        }

        for (int index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            string at = $"{path}[{index}]";
            if (reader.TokenType == JsonTokenType.Null) refusals.Add(at, "An entry is null.", field.FieldType switch { FieldType.Message => "Write {} for an empty one.", FieldType.Double => $"Write {NumberInList}.", _ => "Write a value." });
            else if (field.FieldType == FieldType.Double) CheckNumber(ref reader, at, refusals);
            else CheckValue(ref reader, field, at, refusals);
        }
    }

    // Who reads a list refuses "NaN" where no number may be missing, as it must for calls by gRPC.
    private static void CheckNumber(ref Utf8JsonReader reader, string path, Refusals refusals)
    {
        bool isRight = reader.TokenType == JsonTokenType.String ? reader.ValueTextEquals("NaN"u8) : IsFinite(in reader);
        if (!isRight) WrongType(ref reader, path, NumberInList, refusals);
    }

    private static bool IsFinite(in Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out double number) && double.IsFinite(number);

    private static void CheckValue(ref Utf8JsonReader reader, FieldDescriptor field, string path, Refusals refusals)
    {
        if (reader.TokenType == JsonTokenType.Null) return; // null is a field left out
        switch (field.FieldType)
        {
            case FieldType.Message when field.MessageType.FullName == Timestamp.Descriptor.FullName:
                CheckText(ref reader, Timestamp.Parser, path, "a time such as \"2026-01-31T10:00:00Z\"", refusals);
                break;
            case FieldType.Message when field.MessageType.FullName == Duration.Descriptor.FullName:
                CheckText(ref reader, Duration.Parser, path, "a duration in seconds such as \"1800s\"", refusals);
                break;
            case FieldType.Message when reader.TokenType == JsonTokenType.StartObject:
                CheckMessage(ref reader, field.MessageType, path, [], refusals);
                break;
            case FieldType.Message:
                WrongType(ref reader, path, "an object", refusals);
                break;
            case FieldType.Enum:
                CheckEnum(ref reader, field.EnumType, path, refusals);
                break;
            case FieldType.String when reader.TokenType == JsonTokenType.String:
                reader.GetString(); // throws when it is not Unicode
                break;
            case FieldType.String:
                WrongType(ref reader, path, "a string", refusals);
                break;
            case FieldType.Bool when reader.TokenType is not (JsonTokenType.True or JsonTokenType.False):
                WrongType(ref reader, path, "true or false", refusals);
                break;
            case FieldType.Int32 when reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out _):
                WrongType(ref reader, path, "a whole number", refusals);
                break;
            case FieldType.Double when !IsFinite(in reader):
                WrongType(ref reader, path, "a finite number", refusals);
                break;
        }
    }

    private static void CheckEnum(ref Utf8JsonReader reader, EnumDescriptor type, string path, Refusals refusals)
    {
        bool isKnown = reader.TokenType switch
        {
            JsonTokenType.String => type.FindValueByName(reader.GetString()!) is not null,
            JsonTokenType.Number => reader.TryGetInt32(out int number) && type.FindValueByNumber(number) is not null,
            _ => false,
        };
        if (!isKnown) WrongType(ref reader, path, "one of " + string.Join(", ", type.Values.Skip(1).Select(v => v.Name)), refusals);
    }

    private static void CheckText<T>(ref Utf8JsonReader reader, MessageParser<T> parser, string path, string wanted, Refusals refusals)
        where T : IMessage<T>
    {
        bool isRead = false;
        if (reader.TokenType == JsonTokenType.String)
        {
            try
            {
                parser.ParseJson($"\"{JsonEncodedText.Encode(reader.GetString()!)}\"");
                isRead = true;
            }
            catch (Exception e) when (e is InvalidProtocolBufferException or InvalidJsonException or OverflowException or ArgumentException or FormatException)
            {
                // Named below, like a value of the wrong type.
            }
        }

        if (!isRead) WrongType(ref reader, path, wanted, refusals);
    }

    private static void WrongType(ref Utf8JsonReader reader, string path, string wanted, Refusals refusals)
    {
        string found = reader.TokenType switch
        {
            JsonTokenType.String => $"\"{Shown(reader.GetString()!)}\"",
            JsonTokenType.Number => Shown(System.Text.Encoding.UTF8.GetString(reader.ValueSpan)),
            _ => Name(reader.TokenType),
        };
        refusals.Add(path, $"The value is {found}.", $"Write {wanted}.");
        reader.Skip();
    }

    private static string Name(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        JsonTokenType.Null => "null",
        _ => "empty",
    };

    private static string Join(string path, string name) => path.Length == 0 ? name : path + "." + name;

    // A name or value from outside, for a message: cut, without control characters.
    private static string Shown(string text) => string.Concat(text.Take(60).Select(c => char.IsControl(c) ? ' ' : c)) + (text.Length > 60 ? "..." : "");
}
