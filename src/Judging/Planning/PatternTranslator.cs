using System.Globalization;
using System.Text;

namespace CanaryJudge.Judging.Planning;

/// <summary>Writes an RE2 pattern as a .NET pattern with the same meaning, one construct at a time.</summary>
internal sealed class PatternTranslator
{
    private readonly string _pattern;
    private readonly StringBuilder _dotnet = new();
    private int _at;

    private PatternTranslator(string pattern) => _pattern = pattern;

    /// <summary>The .NET pattern, for the options Singleline and CultureInvariant, with or without NonBacktracking.</summary>
    /// <exception cref="FormatException">The pattern has a construct that is refused; the message says which. What .NET finds is left to it.</exception>
    public static string Translate(string pattern) => new PatternTranslator(pattern).Translate();

    private string Translate()
    {
        while (_at < _pattern.Length)
        {
            char c = _pattern[_at];
            switch (c)
            {
                case '\\': Escaped(); break;
                case '[': _dotnet.Append(Class().ToPattern()); break;
                case '(': Open(); break;
                case '{': Brace(); break;
                case '.': One(CodePoints.All.ToPattern()); break;
                case '^': One(@"\A"); break;
                case '$': One(@"\z"); break;
                case '*' or '+' or '?' or '|' or ')': One(c.ToString()); break;
                default: Literal(Next()); break;
            }
        }
        return _dotnet.ToString();
    }

    private void One(string dotnet)
    {
        _dotnet.Append(dotnet);
        _at++;
    }

    private void Literal(int codePoint) => _dotnet.Append(new CodePoints().Add(codePoint, codePoint).ToPattern());

    private int Next()
    {
        if (_at >= _pattern.Length) throw new FormatException("it ends too early");
        if (Rune.DecodeFromUtf16(_pattern.AsSpan(_at), out Rune rune, out int used) != System.Buffers.OperationStatus.Done) throw new FormatException("it is not Unicode text");
        _at += used;
        return rune.Value;
    }

    private void Escaped()
    {
        char kind = _at + 1 < _pattern.Length ? _pattern[_at + 1] : '\0';
        if (kind is 'A' or 'z' or 'b' or 'B')
        {
            _at += 2;
            _dotnet.Append('\\').Append(kind);
            return;
        }
        if (kind == 'Q')
        {
            int end = _pattern.IndexOf(@"\E", _at + 2, StringComparison.Ordinal);
            int stop = end < 0 ? _pattern.Length : end;
            _at += 2;
            while (_at < stop) Literal(Next());
            _at = end < 0 ? stop : end + 2;
            return;
        }
        if (SetEscape() is { } set) _dotnet.Append(set.ToPattern());
        else Literal(EscapedCodePoint());
    }

    // \d \w \s and their complements, which may stand alone or inside a class.
    private CodePoints? SetEscape()
    {
        CodePoints? set = (_at + 1 < _pattern.Length ? _pattern[_at + 1] : '\0') switch
        {
            'd' => CodePoints.Digits,
            'D' => CodePoints.Digits.Complement(),
            'w' => CodePoints.WordParts,
            'W' => CodePoints.WordParts.Complement(),
            's' => CodePoints.Spaces,
            'S' => CodePoints.Spaces.Complement(),
            _ => null,
        };
        if (set is not null) _at += 2;
        return set;
    }

    private int EscapedCodePoint()
    {
        _at++;
        int kind = Next();
        switch (kind)
        {
            case 'a': return '\a';
            case 'f': return '\f';
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'v': return '\v';
            case 'x': return Hex();
        }
        if (kind < 0x80 && !char.IsAsciiLetterOrDigit((char)kind)) return kind;
        if (kind == '0' || (kind is >= '1' and <= '7' && _at < _pattern.Length && _pattern[_at] is >= '0' and <= '7'))
        {
            int code = kind - '0';
            for (int more = 0; more < 2 && _at < _pattern.Length && _pattern[_at] is >= '0' and <= '7'; more++) code = code * 8 + (_pattern[_at++] - '0');
            return code;
        }
        throw new FormatException($@"\{new Rune(kind)} is not supported");
    }

    private int Hex()
    {
        int length = 2;
        int start = _at;
        if (_at < _pattern.Length && _pattern[_at] == '{')
        {
            start++;
            length = _pattern.IndexOf('}', start) - start;
            _at = start + length + 1;
        }
        else
        {
            _at += length;
        }
        if (length is < 1 or > 6 || start + length > _pattern.Length
            || !int.TryParse(_pattern.AsSpan(start, length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code) || !Rune.IsValid(code))
        {
            throw new FormatException(@"\x is followed by two hexadecimal digits, or by up to six in braces");
        }
        return code;
    }

    private void Open()
    {
        _at++;
        if (_at >= _pattern.Length || _pattern[_at] != '?')
        {
            _dotnet.Append("(?:");
            return;
        }
        int end = _pattern.AsSpan(_at).IndexOfAny(')', ':', '>');
        string head = end < 0 ? "" : _pattern.Substring(_at, end + 1);
        bool named = head.EndsWith('>') && (head.StartsWith("?P<", StringComparison.Ordinal) || head.StartsWith("?<", StringComparison.Ordinal))
            && head[(head.IndexOf('<') + 1)..^1] is { Length: > 0 } name && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
        if (!named && head is not ("?:" or "?i:" or "?s:" or "?is:" or "?si:" or "?-i:" or "?i)" or "?s)" or "?is)" or "?si)" or "?-i)"))
        {
            throw new FormatException($"the group at character {_at} is not supported (a plain group, a named one, or the flags i and s are)");
        }
        _at += head.Length;
        _dotnet.Append(named ? "(?:" : "(" + head);
    }

    private void Brace()
    {
        int end = _pattern.IndexOf('}', _at);
        string[] counts = end < 0 ? [] : _pattern[(_at + 1)..end].Split(',');
        bool isRepeat = counts.Length is 1 or 2 && counts[0].Length > 0 && counts.All(count => count.All(char.IsAsciiDigit));
        if (!isRepeat)
        {
            Literal(Next());
            return;
        }
        if (counts.Any(count => count.TrimStart('0').Length > 4 || (count.Length > 0 && int.Parse("0" + count.TrimStart('0'), CultureInfo.InvariantCulture) > 1000)))
        {
            throw new FormatException("a repeat is above 1,000");
        }
        _dotnet.Append(_pattern, _at, end + 1 - _at);
        _at = end + 1;
    }

    private CodePoints Class()
    {
        _at++;
        bool negated = _at < _pattern.Length && _pattern[_at] == '^';
        if (negated) _at++;
        var set = new CodePoints();
        for (bool first = true; first || _at >= _pattern.Length || _pattern[_at] != ']'; first = false)
        {
            if (_pattern.AsSpan(Math.Min(_at, _pattern.Length)).StartsWith("[:")) set.Add(PosixClass());
            else if (_at < _pattern.Length && _pattern[_at] == '\\' && SetEscape() is { } known) set.Add(known);
            else Range(set);
        }
        _at++;
        return negated ? set.Complement() : set;
    }

    private void Range(CodePoints set)
    {
        int from = ClassPart();
        int to = from;
        if (_at + 1 < _pattern.Length && _pattern[_at] == '-' && _pattern[_at + 1] != ']')
        {
            _at++;
            to = ClassPart();
        }
        if (to < from) throw new FormatException("a range of a class runs backwards");
        set.Add(from, to);
    }

    private int ClassPart() => _at < _pattern.Length && _pattern[_at] == '\\' ? EscapedCodePoint() : Next();

    private CodePoints PosixClass()
    {
        int end = _pattern.IndexOf(":]", _at + 2, StringComparison.Ordinal);
        string name = end < 0 ? "" : _pattern[(_at + 2)..end];
        CodePoints? set = CodePoints.Named(name.TrimStart('^'));
        if (set is null) throw new FormatException($"there is no class [:{name}:]");
        _at = end + 2;
        return name.StartsWith('^') ? set.Complement() : set;
    }
}
