using System.Globalization;
using System.Text;

namespace CanaryJudge.Judging.Planning;

/// <summary>A set of Unicode code points as ranges, written as a .NET pattern over UTF-16.</summary>
internal sealed class CodePoints
{
    private readonly List<(int First, int Last)> _ranges = [];

    /// <summary>Every code point.</summary>
    public static CodePoints All { get; } = new CodePoints().Add(0, 0x10FFFF);

    /// <summary>Digits of ASCII: \d of RE2.</summary>
    public static CodePoints Digits { get; } = new CodePoints().Add('0', '9');

    /// <summary>Letters and digits of ASCII and the underscore: \w of RE2.</summary>
    public static CodePoints WordParts { get; } = new CodePoints().Add('0', '9').Add('A', 'Z').Add('_', '_').Add('a', 'z');

    /// <summary>Tab, line feed, form feed, carriage return and space: \s of RE2.</summary>
    public static CodePoints Spaces { get; } = new CodePoints().Add('\t', '\n').Add('\f', '\r').Add(' ', ' ');

    /// <summary>The class that POSIX and RE2 know by a name, such as alpha; null when there is none. ASCII only.</summary>
    public static CodePoints? Named(string name) => name switch
    {
        "alnum" => new CodePoints().Add('0', '9').Add('A', 'Z').Add('a', 'z'),
        "alpha" => new CodePoints().Add('A', 'Z').Add('a', 'z'),
        "ascii" => new CodePoints().Add(0, 0x7F),
        "blank" => new CodePoints().Add('\t', '\t').Add(' ', ' '),
        "cntrl" => new CodePoints().Add(0, 0x1F).Add(0x7F, 0x7F),
        "digit" => Digits,
        "graph" => new CodePoints().Add('!', '~'),
        "lower" => new CodePoints().Add('a', 'z'),
        "print" => new CodePoints().Add(' ', '~'),
        "punct" => new CodePoints().Add('!', '/').Add(':', '@').Add('[', '`').Add('{', '~'),
        "space" => new CodePoints().Add('\t', '\r').Add(' ', ' '),
        "upper" => new CodePoints().Add('A', 'Z'),
        "word" => WordParts,
        "xdigit" => new CodePoints().Add('0', '9').Add('A', 'F').Add('a', 'f'),
        _ => null,
    };

    /// <summary>Adds a range, both ends included.</summary>
    public CodePoints Add(int first, int last)
    {
        _ranges.Add((first, last));
        return this;
    }

    /// <summary>Adds a set.</summary>
    public void Add(CodePoints other) => _ranges.AddRange(other._ranges);

    /// <summary>All code points that are not in this set.</summary>
    public CodePoints Complement()
    {
        var rest = new CodePoints();
        int next = 0;
        foreach ((int first, int last) in _ranges.OrderBy(range => range.First))
        {
            if (first > next) rest.Add(next, first - 1);
            next = Math.Max(next, last + 1);
        }
        return next <= 0x10FFFF ? rest.Add(next, 0x10FFFF) : rest;
    }

    /// <summary>A .NET pattern that matches one code point of the set; surrogates only as whole pairs.</summary>
    public string ToPattern()
    {
        var plain = new StringBuilder();
        var pairs = new List<string>();
        foreach ((int first, int last) in _ranges)
        {
            Plain(plain, first, Math.Min(last, 0xD7FF));
            Plain(plain, Math.Max(first, 0xE000), Math.Min(last, 0xFFFF));
            if (last > 0xFFFF) Pairs(pairs, Math.Max(first, 0x10000), last);
        }
        if (plain.Length > 0) pairs.Insert(0, $"[{plain}]");
        return pairs.Count switch
        {
            0 => "[^\\u0000-\\uFFFF]",
            1 when plain.Length > 0 => pairs[0],
            _ => $"(?:{string.Join('|', pairs)})",
        };
    }

    private static void Plain(StringBuilder plain, int first, int last)
    {
        if (first <= last) plain.Append(CultureInfo.InvariantCulture, $"\\u{first:X4}-\\u{last:X4}");
    }

    private static void Pairs(List<string> pairs, int first, int last)
    {
        while (first <= last)
        {
            // Whole rows of 1,024 code points share one leading surrogate; a run of whole rows is one pattern.
            int rowEnd = first | 0x3FF;
            int runEnd = (first & 0x3FF) == 0 && rowEnd <= last ? ((last + 1) & ~0x3FF) - 1 : Math.Min(rowEnd, last);
            pairs.Add($"[\\u{High(first):X4}-\\u{High(runEnd):X4}][\\u{Low(first):X4}-\\u{Low(runEnd):X4}]");
            first = runEnd + 1;
        }
    }

    private static int High(int codePoint) => 0xD800 + ((codePoint - 0x10000) >> 10);

    private static int Low(int codePoint) => 0xDC00 + (codePoint & 0x3FF);
}
