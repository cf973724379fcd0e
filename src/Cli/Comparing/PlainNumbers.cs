namespace CanaryJudge.Cli.Comparing;

/// <summary>Numbers with white space between them.</summary>
internal static class PlainNumbers
{
    /// <summary>Reads the text.</summary>
    public static void Read(string text, NumbersFound found)
    {
        int line = 0;
        foreach (ReadOnlySpan<char> row in text.AsSpan().EnumerateLines())
        {
            line++;
            ReadOnlySpan<char> rest = row.Trim();
            while (!rest.IsEmpty && !found.IsFull)
            {
                int length = 0;
                while (length < rest.Length && !char.IsWhiteSpace(rest[length])) length++;
                ReadOnlySpan<char> word = rest[..length];
                found.Take(word, line, word.Contains(',') || line == 1 ? "Write numbers with white space between them; for CSV name the column with --column." : "Leave out what is missing.");
                rest = rest[length..].TrimStart();
            }
        }
    }
}
