using System.Globalization;
using CanaryJudge.Judging.Rehearsing;

namespace CanaryJudge.Cli.Rehearsing;

/// <summary>Shares of rehearsals as people read them: percent with its interval, and how they grow over the windows.</summary>
internal static class Shares
{
    /// <summary>Cells of a course.</summary>
    public const int CourseWidth = 20;

    private const string Levels = "·▁▂▃▄▅▆▇█";

    /// <summary>A share in percent: "0.5%", "96%"; 100 and 0 only when it is all or none.</summary>
    public static string Percent(double share) => share switch
    {
        double.NaN => "-",
        0 => "0%",
        1 => "100%",
        < 0.0995 or > 0.995 => (Math.Clamp(share, 0.001, 0.999) * 100).ToString("0.0", CultureInfo.InvariantCulture) + "%",
        _ => (share * 100).ToString("0", CultureInfo.InvariantCulture) + "%",
    };

    /// <summary>A share with its 95 % interval: "96% [92, 98]".</summary>
    public static string WithInterval(Chances chances)
    {
        (double low, double high) = chances.Interval;
        return $"{Percent(chances.Share)} [{Number(low)}, {Number(high)}]";
    }

    /// <summary>The share that had ended so by each twentieth of the horizon, as a row of bars.</summary>
    public static string Course(Chances chances, int horizon) => string.Concat(Enumerable.Range(1, CourseWidth).Select(cell =>
    {
        double share = chances.Windows.Count(w => w <= horizon * cell / (double)CourseWidth) / (double)Math.Max(1, chances.Of);
        // Any at all is seen, and full is all.
        return Levels[share >= 1 ? Levels.Length - 1 : share <= 0 ? 0 : Math.Clamp((int)(share * (Levels.Length - 1)), 1, Levels.Length - 2)];
    }));

    /// <summary>Windows within which half of all had ended so; a dash when less than half ever did.</summary>
    public static string Median(Chances chances) => chances.Within(0.5)?.ToString(CultureInfo.InvariantCulture) ?? "-";

    private static string Number(double share) => (share * 100).ToString(share is > 0 and < 0.0995 or > 0.9905 and < 1 ? "0.0" : "0", CultureInfo.InvariantCulture);
}
