using System.Globalization;
using System.Text;

namespace CanaryJudge.Cli.Rendering;

/// <summary>Lengths of time as people write them: 90s, 30m, 1h30m, 2d.</summary>
internal static class Durations
{
    private static readonly (char Unit, long Seconds)[] Units = [('d', 86_400), ('h', 3_600), ('m', 60), ('s', 1)];

    /// <summary>Reads a length of time of whole seconds above 0, at most 365 days.</summary>
    /// <param name="text">Numbers with their units, the larger unit first, such as 1h30m.</param>
    /// <param name="duration">The length; zero when it is not one.</param>
    /// <returns>False when it is not such a length.</returns>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        long total = 0;
        int next = 0;
        ReadOnlySpan<char> rest = text;
        while (!rest.IsEmpty)
        {
            int digits = rest.IndexOfAnyExceptInRange('0', '9');
            if (digits is < 1 or > 8) return false;
            char letter = rest[digits];
            int unit = Array.FindIndex(Units, next, u => u.Unit == letter);
            if (unit < 0) return false;
            total += long.Parse(rest[..digits], CultureInfo.InvariantCulture) * Units[unit].Seconds;
            rest = rest[(digits + 1)..];
            next = unit + 1;
        }

        if (total is <= 0 or > 365 * 86_400L) return false;
        duration = TimeSpan.FromSeconds(total);
        return true;
    }

    /// <summary>A length of time in the same form; milliseconds where it is not whole seconds.</summary>
    public static string Text(TimeSpan duration)
    {
        var text = new StringBuilder();
        long millis = (long)duration.TotalMilliseconds;
        foreach ((char unit, long seconds) in Units)
        {
            long count = millis / (seconds * 1000);
            if (count > 0) text.Append(count).Append(unit);
            millis -= count * seconds * 1000;
        }

        if (millis > 0 || text.Length == 0) text.Append(millis).Append("ms");
        return text.ToString();
    }
}
