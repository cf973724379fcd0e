using System.Text;

namespace CanaryJudge.Sources.Recordings;

/// <summary>The words of a recording for the values of an enum: the value's name in lower case, words joined by '_'.</summary>
internal static class RecordingWords<T>
    where T : struct, Enum
{
    private static readonly Dictionary<string, T> Values = Enum.GetValues<T>().ToDictionary(Of, value => value, StringComparer.Ordinal);

    /// <summary>Every word, for messages.</summary>
    public static string All { get; } = string.Join(", ", Values.Keys);

    /// <summary>The value of a word.</summary>
    /// <returns>False when there is no such word.</returns>
    public static bool TryGet(string word, out T value) => Values.TryGetValue(word, out value);

    /// <summary>The word of a value.</summary>
    public static string Of(T value)
    {
        var word = new StringBuilder();
        foreach (char letter in value.ToString())
        {
            if (char.IsAsciiLetterUpper(letter) && word.Length > 0) word.Append('_');
            word.Append(char.ToLowerInvariant(letter));
        }
        return word.ToString();
    }
}
