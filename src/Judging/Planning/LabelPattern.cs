using System.Text.RegularExpressions;

namespace CanaryJudge.Judging.Planning;

/// <summary>Regular expressions of label matchers: RE2's syntax and meaning, matched to values by .NET's linear-time engine.</summary>
/// <remarks>
/// As in Prometheus the whole value must match, '.' matches a newline too (there from version 3 on), and \d \w \s know ASCII only. What RE2 does not know (look-around,
/// backreferences) is refused, and so are \p{..}, the flags m and U and s switched off, and repeats above 1,000, which RE2 itself refuses.
/// </remarks>
internal static class LabelPattern
{
    private const int MostPlain = 200;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    /// <summary>The pattern, ready to match whole values.</summary>
    /// <param name="pattern">RE2 syntax.</param>
    /// <param name="fault">Why it is refused; empty when it is not.</param>
    /// <returns>The regular expression, linear in the value's length; null when there is a fault.</returns>
    public static Regex? Compile(string pattern, out string fault) => Compile(pattern, RegexOptions.NonBacktracking, out fault);

    /// <summary>Whether the pattern matches the empty text, which stands for a label that is not there.</summary>
    /// <param name="pattern">RE2 syntax.</param>
    /// <param name="fault">Why it is refused; empty when it is not.</param>
    /// <returns>Null when there is a fault.</returns>
    /// <remarks>
    /// For most policies all that is asked of a pattern. The linear engine takes 14 ms to be there, a thirtieth of the service's start. Without groups a pattern can match no
    /// text in one way only, so that the other engine has nothing to go back over; with groups it may try 2^n ways. The linear one refuses automata that are too large: one
    /// character can stand for fifteen of their ten thousand parts, a counted repeat for any number, so that only short patterns without repeats are sure to be small.
    /// </remarks>
    public static bool? MatchesEmpty(string pattern, out string fault) => Compile(pattern, IsPlain(pattern) ? RegexOptions.None : RegexOptions.NonBacktracking, out fault)?.IsMatch("");

    private static bool IsPlain(string pattern) => pattern.Length <= MostPlain && !pattern.AsSpan().ContainsAny('(', '{');

    private static Regex? Compile(string pattern, RegexOptions engine, out string fault)
    {
        fault = "";
        if (pattern.Length > Policies.PolicyLimits.PatternLength)
        {
            fault = $"it has {pattern.Length} characters, above the bound of {Policies.PolicyLimits.PatternLength}";
            return null;
        }
        try
        {
            string dotnet = PatternTranslator.Translate(pattern);
            return new Regex($@"\A(?:{dotnet})\z", engine | RegexOptions.Singleline | RegexOptions.CultureInvariant, Timeout);
        }
        catch (FormatException refused)
        {
            fault = refused.Message;
        }
        catch (RegexParseException wrong)
        {
            fault = $"{wrong.Error} near character {Math.Min(wrong.Offset, pattern.Length)}";
        }
        catch (NotSupportedException)
        {
            fault = "it is too large";
        }
        return null;
    }
}
