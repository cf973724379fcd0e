using System.CommandLine;
using CanaryJudge.Cli.Rendering;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Cli.Frame;

/// <summary>Options that are moments or lengths of time.</summary>
internal static class TimeOptions
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    /// <summary>A moment, in milliseconds since the Unix epoch; null when it is not given.</summary>
    public static Option<long?> Moment(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = result =>
        {
            if (Times.TryParse(result.Tokens[0].Value, out long millis)) return millis;
            result.AddError($"{name}: '{result.Tokens[0].Value}' is no time. Write 2026-01-31T10:00:00Z, or seconds since 1970.");
            return null;
        },
    };

    /// <summary>A length of time; null when it is not given.</summary>
    public static Option<TimeSpan?> Length(string name, string description, string example) => new(name)
    {
        Description = description,
        HelpName = example,
        CustomParser = result =>
        {
            if (DurationText.TryParse(result.Tokens[0].Value, out TimeSpan duration) && duration > TimeSpan.Zero && duration <= Longest) return duration;
            result.AddError($"{name}: '{result.Tokens[0].Value}' is no length of time up to a year. Write 90s, 30m, 1h30m or 2d.");
            return null;
        },
    };
}
