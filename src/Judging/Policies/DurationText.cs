using System.Globalization;
using System.Text;

namespace CanaryJudge.Judging.Policies;

/// <summary>Durations as Prometheus writes them: numbers with units, largest unit first, such as 1h30m.</summary>
public static class DurationText
{
    private static readonly (string Unit, long Millis)[] Units =
    [
        ("y", 365 * 86_400_000L), ("w", 7 * 86_400_000L), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
    ];

    /// <summary>Reads a duration.</summary>
    /// <param name="text">Such as 30s, 1m or 1h30m: whole numbers, units y w d h m s ms, each at most once, largest first.</param>
    /// <param name="duration">The duration, 0 or more.</param>
    /// <returns>False when the text is no duration, or one above 100 years.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan duration)
    {
        long millis = 0;
        int nextUnit = 0;
        duration = default;
        if (text.IsEmpty) return false;
        while (!text.IsEmpty)
        {
            int digits = text.IndexOfAnyExceptInRange('0', '9');
            if (digits is < 1 or > 12) return false;
            long count = long.Parse(text[..digits], NumberStyles.None, CultureInfo.InvariantCulture);
            text = text[digits..];
            int letters = text.IndexOfAnyExceptInRange('a', 'z');
            ReadOnlySpan<char> unit = letters < 0 ? text : text[..letters];
            while (nextUnit < Units.Length && !unit.SequenceEqual(Units[nextUnit].Unit)) nextUnit++;
            if (nextUnit == Units.Length || count > 100 * Units[0].Millis / Units[nextUnit].Millis) return false;
            millis += count * Units[nextUnit].Millis;
            text = text[unit.Length..];
            nextUnit++;
        }
        duration = TimeSpan.FromMilliseconds(millis);
        return millis <= 100 * Units[0].Millis;
    }

    /// <summary>Writes a duration so that <see cref="TryParse"/> and PromQL read it; parts of a millisecond are cut.</summary>
    /// <param name="duration">0 or more.</param>
    /// <returns>Such as 1h30m; 0s for zero.</returns>
    public static string Format(TimeSpan duration)
    {
        long rest = duration.Ticks / TimeSpan.TicksPerMillisecond;
        var text = new StringBuilder();
        foreach ((string unit, long millis) in Units.AsSpan(2))
        {
            if (rest / millis > 0) text.Append(CultureInfo.InvariantCulture, $"{rest / millis}{unit}");
            rest %= millis;
        }
        return text.Length == 0 ? "0s" : text.ToString();
    }
}
