namespace CanaryJudge.Analyzer.Hooks.Inbound;

/// <summary>Texts of others, made fit for the record: one line of Unicode, of bounded length.</summary>
internal static class InboundText
{
    /// <summary>One line: control characters and half characters become blanks, and what is too long is cut.</summary>
    /// <param name="text">The text; null is empty.</param>
    /// <param name="longest">Most characters, 4 at least.</param>
    public static string Line(string? text, int longest)
    {
        if (text is null) return "";
        char[] line = [.. text.Take(longest + 1)];
        for (int k = 0; k < line.Length; k++)
        {
            bool isPair = k + 1 < line.Length && char.IsSurrogatePair(line[k], line[k + 1]);
            if (isPair) k++;
            else if (char.IsControl(line[k]) || char.IsSurrogate(line[k])) line[k] = ' ';
        }

        string made = new string(line).Trim();
        if (made.Length <= longest) return made;
        int end = longest - 3;
        return made[..(char.IsHighSurrogate(made[end - 1]) ? end - 1 : end)] + "...";
    }
}
