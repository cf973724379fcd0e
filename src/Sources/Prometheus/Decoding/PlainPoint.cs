namespace CanaryJudge.Sources.Prometheus.Decoding;

/// <summary>Points without white space in any form a server may write, [1760000000.5,"0.25"], byte by byte.</summary>
internal static class PlainPoint
{
    private const int MaxTimeDigits = 12;

    /// <summary>Reads the point that starts here.</summary>
    /// <returns>Where it ends; 0 when it is cut by the end of the text, or has a form that <see cref="PointReader"/> must read.</returns>
    public static int Read(ReadOnlySpan<byte> text, int at, out long time, out double value)
    {
        value = 0;
        time = 0;
        if (at >= text.Length || text[at] != '[') return 0;
        at = Time(text, at + 1, out time);
        if (at == 0 || at + 1 >= text.Length || text[at] != ',' || text[at + 1] != '"') return 0;
        at += 2;
        int used = FloatText.Read(text[at..], out value);
        at += used;
        return used > 0 && at + 1 < text.Length && text[at] == '"' && text[at + 1] == ']' ? at + 2 : 0;
    }

    private static int Time(ReadOnlySpan<byte> text, int at, out long millis)
    {
        int start = at;
        ulong seconds = 0;
        at = DigitRun.Read(text, at, ref seconds);
        int digits = at - start;
        millis = 0;
        if (digits is 0 or > MaxTimeDigits || (digits > 1 && text[start] == '0')) return 0;
        millis = (long)seconds * 1000;
        if (at >= text.Length || text[at] != '.') return at;

        int worth = 100;
        start = ++at;
        uint digit;
        while (at < text.Length && worth > 0 && (digit = unchecked((uint)(text[at] - '0'))) <= 9)
        {
            millis += worth * digit;
            worth /= 10;
            at++;
        }
        return at > start ? at : 0; // a fourth decimal is not the comma that must follow
    }
}
