using System.Buffers.Text;
using System.Text;

namespace CanaryJudge.Sources.Prometheus.Decoding;

/// <summary>Replaces the escapes of a JSON string (RFC 8259, section 7).</summary>
internal static class JsonEscapes
{
    /// <summary>Writes the string that the raw text stands for.</summary>
    /// <param name="raw">The text between the quotes.</param>
    /// <param name="into">At least as long as the raw text.</param>
    /// <returns>How many bytes were written.</returns>
    /// <exception cref="DecodeException">An escape that does not exist, or half of a surrogate pair.</exception>
    public static int Unescape(ReadOnlySpan<byte> raw, Span<byte> into)
    {
        int written = 0;
        for (int at = 0; at < raw.Length;)
        {
            if (raw[at] != '\\')
            {
                into[written++] = raw[at++];
                continue;
            }
            if (raw[at + 1] == 'u')
            {
                at += Rune(raw[at..], out Rune rune);
                written += rune.EncodeToUtf8(into[written..]);
                continue;
            }
            into[written++] = Plain(raw[at + 1]);
            at += 2;
        }
        return written;
    }

    private static byte Plain(byte letter) => letter switch
    {
        (byte)'"' or (byte)'\\' or (byte)'/' => letter,
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        _ => throw DecodeException.Malformed("a string holds an escape that does not exist"),
    };

    private static int Rune(ReadOnlySpan<byte> escape, out Rune rune)
    {
        char high = Unit(escape);
        if (System.Text.Rune.TryCreate(high, out rune)) return 6;
        if (escape.Length >= 12 && escape[6] == '\\' && escape[7] == 'u' && System.Text.Rune.TryCreate(high, Unit(escape[6..]), out rune)) return 12;
        throw DecodeException.Malformed("a string holds half of a surrogate pair");
    }

    private static char Unit(ReadOnlySpan<byte> escape) =>
        escape.Length >= 6 && Utf8Parser.TryParse(escape[2..6], out ushort unit, out int used, 'x') && used == 4
            ? (char)unit
            : throw DecodeException.Malformed("a string holds a \\u that is not followed by four hexadecimal digits");
}
