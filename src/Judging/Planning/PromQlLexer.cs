namespace CanaryJudge.Judging.Planning;

/// <summary>Cuts PromQL into pieces: enough to find selectors, ranges and placeholders outside strings and comments.</summary>
internal static class PromQlLexer
{
    private static readonly string[] LongSigns = ["!=", "=~", "!~", "==", "<=", ">="];

    /// <summary>The pieces, an End last.</summary>
    /// <param name="text">PromQL.</param>
    /// <param name="fault">Why the text cannot be cut; empty when it can.</param>
    /// <returns>The pieces up to the fault.</returns>
    public static IReadOnlyList<PromQlToken> Lex(string text, out string fault)
    {
        var tokens = new List<PromQlToken>();
        int squareDepth = 0;
        int at = 0;
        fault = "";
        while (at < text.Length)
        {
            char first = text[at];
            int length = 1;
            var kind = PromQlTokenKind.Sign;
            if (char.IsWhiteSpace(first))
            {
                at++;
                continue;
            }
            if (first == '#')
            {
                int end = text.IndexOf('\n', at);
                at = end < 0 ? text.Length : end + 1;
                continue;
            }
            if (first is '"' or '\'' or '`')
            {
                kind = PromQlTokenKind.Literal;
                length = LiteralLength(text, at);
                if (length == 0)
                {
                    fault = $"the string that begins at character {at + 1} has no end";
                    break;
                }
            }
            else if (first == '$' || IsWordPart(first, squareDepth))
            {
                kind = first == '$' ? PromQlTokenKind.Placeholder : PromQlTokenKind.Word;
                while (at + length < text.Length && (kind == PromQlTokenKind.Word ? IsWordPart(text[at + length], squareDepth) : IsNamePart(text[at + length]))) length++;
            }
            else if (at + 1 < text.Length && LongSigns.Contains(text.Substring(at, 2)))
            {
                length = 2;
            }
            if (first == '[') squareDepth++;
            if (first == ']') squareDepth = Math.Max(0, squareDepth - 1);
            tokens.Add(new(kind, text.Substring(at, length), at));
            at += length;
        }
        tokens.Add(new(PromQlTokenKind.End, "", at));
        return tokens;
    }

    // A colon belongs to a metric's name, but inside a range it divides a subquery's range from its resolution.
    private static bool IsWordPart(char c, int squareDepth) => IsNamePart(c) || c == '.' || (c == ':' && squareDepth == 0);

    private static bool IsNamePart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    /// <summary>Length of the string literal that begins here, with its quotes; 0 when it has no end.</summary>
    public static int LiteralLength(string text, int start)
    {
        char quote = text[start];
        for (int at = start + 1; at < text.Length; at++)
        {
            if (text[at] == quote) return at - start + 1;
            if (quote == '`') continue;
            if (text[at] == '\n') return 0;
            if (text[at] == '\\') at++;
        }
        return 0;
    }
}
