using System.Text;
using System.Text.Json;

namespace CanaryJudge.Cli.Comparing;

/// <summary>A JSON array of numbers.</summary>
internal static class JsonNumbers
{
    private const string Remedy = "Write one array of numbers; leave out what is missing.";

    /// <summary>Reads the text.</summary>
    public static void Read(string text, NumbersFound found)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        var json = new Utf8JsonReader(bytes);
        (int line, int counted) = (1, 0);
        try
        {
            json.Read();
            while (json.Read() && json.TokenType != JsonTokenType.EndArray && !found.IsFull)
            {
                int start = (int)json.TokenStartIndex;
                line += bytes.AsSpan(counted, start - counted).Count((byte)'\n');
                counted = start;
                if (json.TokenType == JsonTokenType.Number)
                {
                    found.Take(Encoding.UTF8.GetString(json.ValueSpan), line, Remedy);
                    continue;
                }

                found.Wrong(line, $"{Kind(json.TokenType)} stands where a number is due. {Remedy}");
                json.Skip();
            }

            json.Read();
        }
        catch (JsonException cause)
        {
            found.Wrong((int)(cause.LineNumber ?? 0) + 1, $"this is not JSON, from byte {cause.BytePositionInLine + 1} of the line on. {Remedy}");
        }
    }

    private static string Kind(JsonTokenType token) => token switch
    {
        JsonTokenType.Null => "null",
        JsonTokenType.String => "text in quotes",
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        _ => "true or false",
    };
}
