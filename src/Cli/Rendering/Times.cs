using System.Globalization;

namespace CanaryJudge.Cli.Rendering;

/// <summary>Moments as people and machines write them: RFC 3339, or seconds since the Unix epoch.</summary>
internal static class Times
{
    private static readonly string[] Rfc3339 =
    [
        "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.fK", "yyyy-MM-dd'T'HH:mm:ss.ffK", "yyyy-MM-dd'T'HH:mm:ss.fffK",
    ];

    /// <summary>Reads a moment.</summary>
    /// <param name="text">RFC 3339 with an offset (2026-01-31T10:00:00Z), or Unix seconds with up to three decimals, between the years 1970 and 9999.</param>
    /// <param name="millis">Milliseconds since the Unix epoch.</param>
    /// <returns>False when it is neither.</returns>
    public static bool TryParse(string text, out long millis)
    {
        millis = 0;
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal seconds))
        {
            if (seconds > 253_402_300_799m || seconds * 1000 != decimal.Truncate(seconds * 1000)) return false;
            millis = (long)(seconds * 1000);
            return true;
        }

        // An offset is required: a local time would mean something else on every machine.
        bool hasOffset = text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-' && text[^3] == ':');
        if (!hasOffset || !DateTimeOffset.TryParseExact(text, Rfc3339, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset moment)) return false;
        millis = moment.ToUnixTimeMilliseconds();
        return millis >= 0;
    }

    /// <summary>A moment in RFC 3339, UTC; with milliseconds only where it has some.</summary>
    public static string Text(long millis)
    {
        DateTimeOffset moment = DateTimeOffset.FromUnixTimeMilliseconds(millis);
        string format = millis % 1000 == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
        return moment.ToString(format, CultureInfo.InvariantCulture);
    }
}
