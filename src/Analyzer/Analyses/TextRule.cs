using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Analyzer.Analyses;

/// <summary>What names and reasons keep to: Unicode text of bounded length, in one line (a reason in several), with nothing invisible in it.</summary>
internal static class TextRule
{
    /// <summary>Characters of a name: an application, a caller, an idempotency key.</summary>
    public const int Name = 200;

    /// <summary>Characters of a target.</summary>
    public const int Target = 500;

    /// <summary>Characters of a reason.</summary>
    public const int Reason = 2000;

    /// <summary>What is wrong with a text; empty when nothing is.</summary>
    /// <param name="path">What the violation calls it.</param>
    /// <param name="text">The text.</param>
    /// <param name="longest">Most characters; line breaks are allowed when it is <see cref="Reason"/>.</param>
    public static IEnumerable<Violation> Check(string path, string text, int longest)
    {
        if (string.IsNullOrWhiteSpace(text)) yield return new(path, $"The {path.Replace('_', ' ')} is empty.", $"Write 1 to {longest} characters.");
        else if (text.Length > longest) yield return new(path, $"The {path.Replace('_', ' ')} has {text.Length} characters, above the bound of {longest}.", $"Write 1 to {longest} characters.");
        int wrong = text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff') is var half and >= 0 && !IsUnicode(text) ? half : FirstControl(text, longest == Reason);
        if (wrong >= 0) yield return new(path, $"The {path.Replace('_', ' ')} has the character U+{(int)text[wrong]:X4} at {wrong + 1}, which is no text.", "Leave control characters and half characters out.");
    }

    private static int FirstControl(string text, bool hasLines)
    {
        for (int k = 0; k < text.Length; k++)
        {
            if (char.IsControl(text[k]) && !(hasLines && text[k] is '\n' or '\r' or '\t')) return k;
        }

        return -1;
    }

    private static bool IsUnicode(string text)
    {
        for (int k = 0; k < text.Length; k++)
        {
            if (!char.IsSurrogate(text[k])) continue;
            if (k + 1 == text.Length || !char.IsSurrogatePair(text[k], text[k + 1])) return false;
            k++;
        }

        return true;
    }
}
