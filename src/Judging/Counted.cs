using System.Globalization;

namespace CanaryJudge.Judging;

/// <summary>A number with the noun that it counts, for sentences: "1 window", "3 windows".</summary>
public static class Counted
{
    /// <summary>The number and its noun.</summary>
    /// <param name="count">How many.</param>
    /// <param name="noun">The noun for one; more of it, and none, have an s.</param>
    /// <returns>"1 window", "0 windows".</returns>
    public static string Of(long count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    /// <summary>The number, its noun and a verb.</summary>
    /// <param name="count">How many.</param>
    /// <param name="noun">The noun for one; more of it, and none, have an s.</param>
    /// <param name="one">The verb for one.</param>
    /// <param name="many">The verb for more, and for none.</param>
    /// <returns>"1 window is", "3 windows are".</returns>
    public static string Of(long count, string noun, string one, string many) => $"{Of(count, noun)} {(count == 1 ? one : many)}";

    /// <summary>That so many are there.</summary>
    /// <param name="count">How many.</param>
    /// <param name="noun">The noun for one; more of it, and none, have an s.</param>
    /// <returns>"There is 1 window", "There are 3 windows".</returns>
    public static string There(long count, string noun) => $"There {(count == 1 ? "is" : "are")} {Of(count, noun)}";
}
