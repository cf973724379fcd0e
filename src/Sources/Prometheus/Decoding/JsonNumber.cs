using System.Buffers;

namespace CanaryJudge.Sources.Prometheus.Decoding;

/// <summary>The grammar of a JSON number (RFC 8259, section 6).</summary>
internal static class JsonNumber
{
    private static readonly SearchValues<byte> Parts = SearchValues.Create("0123456789+-.eE"u8);

    /// <summary>How many bytes at the start can belong to a number; the whole length may mean that more would follow.</summary>
    public static int Length(ReadOnlySpan<byte> text)
    {
        int length = text.IndexOfAnyExcept(Parts);
        return length < 0 ? text.Length : length;
    }

    /// <summary>Whether the text is one number.</summary>
    public static bool IsValid(ReadOnlySpan<byte> text)
    {
        int at = text.StartsWith("-"u8) ? 1 : 0;
        int digits = Digits(text, at);
        if (digits == 0 || (digits > 1 && text[at] == '0')) return false;
        at += digits;
        if (at < text.Length && text[at] == '.')
        {
            digits = Digits(text, at + 1);
            if (digits == 0) return false;
            at += 1 + digits;
        }
        if (at < text.Length && (text[at] | 0x20) == 'e')
        {
            at++;
            if (at < text.Length && text[at] is (byte)'+' or (byte)'-') at++;
            digits = Digits(text, at);
            if (digits == 0) return false;
            at += digits;
        }
        return at == text.Length;
    }

    private static int Digits(ReadOnlySpan<byte> text, int at)
    {
        int start = at;
        while (at < text.Length && text[at] is >= (byte)'0' and <= (byte)'9') at++;
        return at - start;
    }
}
