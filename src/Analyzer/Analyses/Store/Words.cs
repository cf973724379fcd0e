using System.Collections.Concurrent;

namespace CanaryJudge.Analyzer.Analyses.Store;

/// <summary>Enum values as they are stored: their names in snake_case.</summary>
internal static class Words
{
    // By the values' names, which are few.
    private static readonly ConcurrentDictionary<string, string> Known = new(StringComparer.Ordinal);

    /// <summary>The word of a value; null of none.</summary>
    public static string? Of<T>(T? value)
        where T : struct, Enum => value is { } one ? Of(one) : null;

    /// <summary>The word of a value.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => Known.GetOrAdd(value.ToString(), SnakeCase);

    /// <summary>The value of a word.</summary>
    /// <exception cref="InvalidDataException">The word is not one of the enum's: the store was written by a later version, or damaged.</exception>
    public static T Parse<T>(string word)
        where T : struct, Enum
    {
        foreach (T value in Enum.GetValues<T>())
        {
            if (Of(value) == word) return value;
        }

        throw new InvalidDataException($"The store holds the {typeof(T).Name} '{word}', which this version does not know.");
    }

    /// <summary>The value of a word; null of none.</summary>
    /// <exception cref="InvalidDataException">The word is not one of the enum's.</exception>
    public static T? ParseOrNone<T>(string? word)
        where T : struct, Enum => word is null ? null : Parse<T>(word);

    private static string SnakeCase(string name) =>
        string.Concat(name.Select((letter, k) => char.IsUpper(letter) ? (k == 0 ? "" : "_") + char.ToLowerInvariant(letter) : letter.ToString()));
}
