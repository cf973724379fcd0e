using System.Globalization;
using System.Text;

namespace CanaryJudge.Judging.Policies.Documents;

/// <summary>Text as a YAML scalar on one line that reads back to the same text.</summary>
internal static class YamlText
{
    /// <summary>Plain when nothing in it could be misread, else in single quotes, else in double quotes with escapes.</summary>
    /// <param name="text">Any Unicode text; half surrogate pairs become U+FFFD.</param>
    public static string Of(string text)
    {
        bool isWord = text.Length > 0 && char.IsAsciiLetter(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '/');
        if (isWord && CoreSchema.TypeOf(text) == ScalarType.Text) return text;
        return text.All(IsVisible) ? $"'{text.Replace("'", "''")}'" : DoubleQuoted(text);
    }

    private static string DoubleQuoted(string text)
    {
        var quoted = new StringBuilder(text.Length + 8).Append('"');
        foreach (Rune rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\n' => quoted.Append("\\n"),
                > 0xFFFF => quoted.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:X8}"),
                _ when IsVisible((char)rune.Value) => quoted.Append((char)rune.Value),
                _ => quoted.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}"),
            };
        }
        return quoted.Append('"').ToString();
    }

    // Surrogates count as not visible: code points beyond the first plane are written as escapes.
    private static bool IsVisible(char c) => c == ' ' || (c > ' ' && CharUnicodeInfo.GetUnicodeCategory(c) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.SpaceSeparator or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned));
}
