using System.Text;

namespace CanaryJudge.Sources.Prometheus;

/// <summary>Makes other programs' words fit for our messages: no secrets, no user info of addresses, one line, bounded.</summary>
internal static class SafeWords
{
    private const int MaxLength = 500;
    private const string Hidden = "***";

    /// <summary>The words, made safe.</summary>
    /// <param name="words">What a server or the platform said.</param>
    /// <param name="secrets">Texts that must not be shown.</param>
    public static string Of(string words, IReadOnlyList<string> secrets)
    {
        foreach (string secret in secrets.Where(secret => secret.Length > 0).OrderByDescending(secret => secret.Length))
            words = words.Replace(secret, Hidden, StringComparison.Ordinal).Replace(Uri.EscapeDataString(secret), Hidden, StringComparison.Ordinal);
        words = WithoutUserInfo(words);
        var line = new StringBuilder(Math.Min(words.Length, MaxLength + 3));
        foreach (char letter in words)
        {
            char shown = char.IsControl(letter) ? ' ' : letter;
            if (shown == ' ' && (line.Length == 0 || line[^1] == ' ')) continue;
            if (line.Length == MaxLength) return line.Append("...").ToString();
            line.Append(shown);
        }
        return line.ToString().TrimEnd(' ', '.');
    }

    /// <summary>Hides name:password in every name:password@host that follows ://.</summary>
    private static string WithoutUserInfo(string words)
    {
        for (int scheme = words.IndexOf("://", StringComparison.Ordinal); scheme >= 0; scheme = words.IndexOf("://", scheme + 3, StringComparison.Ordinal))
        {
            int start = scheme + 3;
            int end = words.AsSpan(start).IndexOfAny("/ \"'\n");
            string authority = end < 0 ? words[start..] : words[start..(start + end)];
            int at = authority.LastIndexOf('@');
            if (at > 0) words = string.Concat(words.AsSpan(0, start), Hidden, words.AsSpan(start + at));
        }
        return words;
    }
}
