namespace CanaryJudge.Sources.Prometheus.Decoding;

/// <summary>The hot path: runs of points written without white space, such as [1760000000.5,"0.25"],[1760000001.5,"0.5"].</summary>
/// <remarks>What it does not know (white space, exponents in times, a point cut by the end of the buffer) it leaves to <see cref="SeriesReader"/>, one point at a time.</remarks>
internal static class PointScanner
{
    private const int MaxTimeDigits = 12;

    /// <summary>Reads points from the start of the window for as long as they are whole, with the commas between them.</summary>
    /// <returns>Whether any was read; the window then stands behind the last one.</returns>
    public static bool TryScan(AnswerWindow window, PointBuffer points)
    {
        ReadOnlySpan<byte> text = window.Unread;
        int done = 0;
        int at = 0;
        while (true)
        {
            int end = Point(text, at, out long time, out double value);
            if (end < 0) break;
            points.Add(time, value);
            done = end;
            if (end >= text.Length || text[end] != ',') break;
            at = end + 1;
        }
        window.Consume(done);
        return done > 0;
    }

    /// <summary>Where the point that starts here ends, or -1.</summary>
    private static int Point(ReadOnlySpan<byte> text, int at, out long time, out double value)
    {
        value = 0;
        time = 0;
        if (at >= text.Length || text[at] != '[') return -1;
        at = Time(text, at + 1, out time);
        if (at < 0 || at + 1 >= text.Length || text[at] != ',' || text[at + 1] != '"') return -1;
        at += 2;
        int used = FloatText.Read(text[at..], out value);
        at += used;
        return used > 0 && at + 1 < text.Length && text[at] == '"' && text[at + 1] == ']' ? at + 2 : -1;
    }

    private static int Time(ReadOnlySpan<byte> text, int at, out long millis)
    {
        int start = at;
        ulong seconds = 0;
        at = DigitRun.Read(text, at, ref seconds);
        int digits = at - start;
        millis = 0;
        if (digits is 0 or > MaxTimeDigits || (digits > 1 && text[start] == '0')) return -1;
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
        return at > start ? at : -1; // a fourth decimal is not the comma that must follow
    }
}
