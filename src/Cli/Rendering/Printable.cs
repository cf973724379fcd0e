namespace CanaryJudge.Cli.Rendering;

/// <summary>Makes text of others safe to print: a policy's or a server's words must not move the cursor or recolour the terminal.</summary>
internal static class Printable
{
    /// <summary>The text with every control character but the line feed as a question mark.</summary>
    public static string Lines(string text) => Replace(text, keepLineFeed: true);

    /// <summary>The same on one line: line feeds become spaces.</summary>
    public static string OneLine(string text) => Replace(text.ReplaceLineEndings(" "), keepLineFeed: false);

    private static string Replace(string text, bool keepLineFeed) =>
        text.AsSpan().ContainsAnyInRange('\0', '\x1f') || text.AsSpan().ContainsAnyInRange('\x7f', '\x9f')
            ? string.Create(text.Length, (text, keepLineFeed), static (span, state) =>
            {
                for (int k = 0; k < span.Length; k++)
                {
                    char c = state.text[k];
                    span[k] = char.IsControl(c) && !(state.keepLineFeed && c == '\n') ? '?' : c;
                }
            })
            : text;
}
