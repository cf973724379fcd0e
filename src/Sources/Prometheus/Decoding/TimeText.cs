using System.Buffers.Text;

namespace CanaryJudge.Sources.Prometheus.Decoding;

/// <summary>Times as the Prometheus API writes them: decimal seconds since the Unix epoch.</summary>
internal static class TimeText
{
    private const decimal MostSeconds = 9_000_000_000_000m; // so that milliseconds stay whole numbers in a double too

    /// <summary>Reads a valid JSON number of seconds as milliseconds, exactly; beyond three decimals to the nearest, halves away from zero.</summary>
    /// <returns>False when it lies outside of plus or minus 9e12 seconds.</returns>
    public static bool TryRead(ReadOnlySpan<byte> number, out long millis)
    {
        char format = number.ContainsAny((byte)'e', (byte)'E') ? 'e' : default;
        millis = 0;
        if (!Utf8Parser.TryParse(number, out decimal seconds, out int used, format) || used != number.Length) return false;
        if (Math.Abs(seconds) > MostSeconds) return false;
        millis = (long)Math.Round(seconds * 1000m, MidpointRounding.AwayFromZero);
        return true;
    }
}
