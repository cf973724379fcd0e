using System.Globalization;

namespace CanaryJudge.Analyzer.Hooks.Inbound;

/// <summary>Times in messages: RFC 3339.</summary>
internal static class InboundTime
{
    // Longer texts, such as with years of a thousand digits, are no times.
    private const int Longest = 64;

    /// <summary>Milliseconds since the Unix epoch; null when it is no time of the years 1970 to 9999.</summary>
    public static long? Read(string? text) =>
        text is { Length: > 0 and <= Longest } && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time) && time.ToUnixTimeMilliseconds() is >= 0 and long millis
            ? millis
            : null;

    /// <summary>As the record words it.</summary>
    public static string Words(long millis) => DateTimeOffset.FromUnixTimeMilliseconds(millis).ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture);
}
