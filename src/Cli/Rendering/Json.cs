using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CanaryJudge.Cli.Rendering;

/// <summary>JSON by hand: no reflection, so that the program can be compiled ahead of time; and no NaN, which JSON does not have.</summary>
internal static class Json
{
    /// <summary>Writes one value into text.</summary>
    /// <param name="indented">True for people, false for one line.</param>
    /// <param name="write">Writes the value.</param>
    public static string Text(bool indented, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        // The relaxed encoder leaves quotes, signs and letters of all languages readable; the text goes to a terminal or a file, never into HTML.
        var options = new JsonWriterOptions { Indented = indented, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(buffer, options)) write(json);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Writes a number, or null where there is none: null, NaN and infinities.</summary>
    public static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number)) json.WriteNumber(name, number);
        else json.WriteNull(name);
    }
}
