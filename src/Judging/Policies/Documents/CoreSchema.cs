using System.Text.RegularExpressions;

namespace CanaryJudge.Judging.Policies.Documents;

/// <summary>What a plain scalar is: the core schema of YAML 1.2.2, section 10.3.2, of which JSON's values are a part.</summary>
internal static partial class CoreSchema
{
    /// <summary>The type of a plain scalar.</summary>
    public static ScalarType TypeOf(string text)
    {
        if (text is "" or "~" or "null" or "Null" or "NULL") return ScalarType.Null;
        if (text is "true" or "True" or "TRUE" or "false" or "False" or "FALSE") return ScalarType.Boolean;
        if (text[0] is not (>= '0' and <= '9' or '-' or '+' or '.')) return ScalarType.Text;
        if (Integer().IsMatch(text)) return ScalarType.Integer;
        return Number().IsMatch(text) ? ScalarType.Number : ScalarType.Text;
    }

    [GeneratedRegex(@"\A(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Integer();

    [GeneratedRegex(@"\A(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Number();
}
