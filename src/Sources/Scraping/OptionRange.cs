namespace CanaryJudge.Sources.Scraping;

/// <summary>The check of an option against its range.</summary>
internal static class OptionRange
{
    /// <summary>Refuses a value outside [low, high]; NaN is outside.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside; the parameter's name is the option's.</exception>
    public static void Check(double value, double low, double high, string name)
    {
        if (!(value >= low && value <= high)) throw new ArgumentOutOfRangeException(name, value, $"{name} lies in [{low:R}, {high:R}].");
    }
}
