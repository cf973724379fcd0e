using System.Globalization;
using System.Text;

namespace CanaryJudge.Judging.Planning;

/// <summary>PromQL string literals: written so that no value can end the literal, read by PromQL's own rules.</summary>
internal static class PromQlText
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>True when the text has no half of a surrogate pair, and so has a UTF-8 form.</summary>
    public static bool IsUnicode(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out _, out int used) != System.Buffers.OperationStatus.Done) return false;
            text = text[used..];
        }
        return true;
    }

    /// <summary>A double-quoted literal. Half surrogate pairs become U+FFFD, as UTF-8 would make them.</summary>
    public static string Quote(string value)
    {
        var text = new StringBuilder(value.Length + 2).Append('"');
        foreach (Rune rune in value.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                < 0x20 or 0x7F => text.Append(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}"),
                _ => text.Append(rune.ToString()),
            };
        }
        return text.Append('"').ToString();
    }

    /// <summary>The value of a literal in "..", '..' or `..`.</summary>
    /// <param name="literal">The literal with its quotes.</param>
    /// <param name="fault">Why it is no literal; empty when it is one.</param>
    /// <returns>The value; null when there is a fault.</returns>
    public static string? Unquote(ReadOnlySpan<char> literal, out string fault)
    {
        char quote = literal[0];
        ReadOnlySpan<char> body = literal[1..^1];
        fault = "";
        if (quote == '`') return body.ToString();
        var bytes = new MemoryStream(body.Length);
        Span<byte> utf8 = stackalloc byte[4];
        while (!body.IsEmpty)
        {
            int used;
            if (body[0] == '\\')
            {
                used = Escape(body, quote, bytes, out fault);
                if (used == 0) return null;
            }
            else
            {
                _ = Rune.DecodeFromUtf16(body, out Rune rune, out used);
                bytes.Write(utf8[..rune.EncodeToUtf8(utf8)]);
            }
            body = body[used..];
        }
        try
        {
            return StrictUtf8.GetString(bytes.GetBuffer(), 0, checked((int)bytes.Length));
        }
        catch (ArgumentException)
        {
            fault = "its escapes give bytes that are not UTF-8";
            return null;
        }
    }

    // As Go's strconv.UnquoteChar, which PromQL follows: a quote may be escaped only inside its own kind.
    private static int Escape(ReadOnlySpan<char> body, char quote, MemoryStream bytes, out string fault)
    {
        fault = "";
        char kind = body.Length > 1 ? body[1] : '\0';
        int simple = "abfnrtv\\".IndexOf(kind);
        if (simple >= 0 || kind == quote)
        {
            bytes.WriteByte(kind == quote ? (byte)quote : "\a\b\f\n\r\t\v\\"u8[simple]);
            return 2;
        }
        (int start, int digits, NumberStyles style) = kind switch
        {
            'x' => (2, 2, NumberStyles.AllowHexSpecifier),
            'u' => (2, 4, NumberStyles.AllowHexSpecifier),
            'U' => (2, 8, NumberStyles.AllowHexSpecifier),
            >= '0' and <= '7' => (1, 3, NumberStyles.None),
            _ => (0, 0, NumberStyles.None),
        };
        long code = digits > 0 && body.Length >= start + digits ? Code(body.Slice(start, digits), style) : -1;
        bool isByte = kind is 'x' or (>= '0' and <= '7');
        if (code < 0 || (isByte ? code > 255 : code > 0x10FFFF || !Rune.IsValid((int)code)))
        {
            fault = $"\\{kind} begins no escape of PromQL";
            return 0;
        }
        Span<byte> utf8 = stackalloc byte[4];
        if (isByte) bytes.WriteByte((byte)code);
        else bytes.Write(utf8[..new Rune((int)code).EncodeToUtf8(utf8)]);
        return start + digits;
    }

    private static long Code(ReadOnlySpan<char> digits, NumberStyles style)
    {
        if (style == NumberStyles.AllowHexSpecifier) return long.TryParse(digits, style, CultureInfo.InvariantCulture, out long hex) ? hex : -1;
        long code = 0;
        foreach (char digit in digits)
        {
            if (digit is < '0' or > '7') return -1;
            code = code * 8 + (digit - '0');
        }
        return code;
    }
}
