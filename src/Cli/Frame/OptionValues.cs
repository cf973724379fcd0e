using System.CommandLine;
using System.CommandLine.Parsing;

namespace CanaryJudge.Cli.Frame;

/// <summary>Reads options while the command line is still being checked.</summary>
internal static class OptionValues
{
    /// <summary>The value of an option, unless its text is wrong: the library reports that by itself, but throws when the value is asked for.</summary>
    /// <param name="result">The command that is checked.</param>
    /// <param name="option">One of its options.</param>
    /// <param name="value">The value; the type's default when it was not given or is wrong.</param>
    /// <returns>False when the text is wrong.</returns>
    public static bool TryGet<T>(this CommandResult result, Option<T> option, out T value)
    {
        try
        {
            value = result.GetValue(option)!;
            return true;
        }
        catch (InvalidOperationException)
        {
            value = default!;
            return false;
        }
    }
}
