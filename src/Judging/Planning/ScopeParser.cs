using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Planning;

/// <summary>Reads a scope from a command line: <c>version=v1,namespace=shop</c>.</summary>
public sealed class ScopeParser
{
    private const string Example = "Write label, operator and value, separated by commas: version=v1,namespace=shop.";

    private readonly string _text;
    private readonly string _path;
    private readonly List<Violation> _violations = [];
    private int _at;

    private ScopeParser(string text, string path)
    {
        _text = text;
        _path = path;
    }

    /// <summary>Reads conditions separated by commas, each a label, one of = != =~ !~, and a value.</summary>
    /// <remarks>
    /// A value is plain up to the next comma, without the white space around it and with a backslash as itself; or a PromQL string in "..", '..' or `..`.
    /// A label may be quoted too. An empty value is written "".
    /// </remarks>
    /// <param name="text">The text.</param>
    /// <param name="path">What the violations call it, such as baseline.</param>
    /// <returns>The scope, or everything that is wrong with it.</returns>
    public static ScopeResult Parse(string text, string path = "scope") => new ScopeParser(text, path).Parse();

    private ScopeResult Parse()
    {
        var matchers = new List<LabelMatcher>();
        int readable = 0;
        if (_text.Length > PolicyLimits.ScopeLength)
        {
            Fault($"The scope has {_text.Length} characters, above the bound of {PolicyLimits.ScopeLength}.", Example, 0);
            return new() { Violations = _violations };
        }
        while (_violations.Count < PolicyLimits.Violations)
        {
            SkipSpace();
            if (_at >= _text.Length) break;
            int start = _at;
            readable++;
            if (ReadMatcher() is { } matcher)
            {
                matchers.Add(matcher);
                foreach ((string message, string remedy) in ScopeRules.Check(matcher)) Fault(message, remedy, start);
            }
            else
            {
                _at = NextComma(_at);
            }
            SkipSpace();
            if (_at >= _text.Length) break;
            if (_text[_at] != ',')
            {
                Fault($"{Findings.Quoted(_text[_at..])} follows a value.", Example, _at);
                _at = NextComma(_at);
            }
            _at++;
        }
        if (readable == matchers.Count)
        {
            foreach ((string message, string remedy) in ScopeRules.CheckWhole(matchers)) Fault(message, remedy, 0);
        }
        return _violations.Count > 0 ? new() { Violations = _violations } : new() { Scope = new(matchers) };
    }

    private LabelMatcher? ReadMatcher()
    {
        int start = _at;
        string? label = IsQuote() ? ReadQuoted() : ReadLabel();
        if (label is null) return null;
        SkipSpace();
        MatchOperator? sign = ReadOperator();
        if (label.Length == 0 || sign is null)
        {
            Fault($"{Findings.Quoted(_text[start..NextComma(start)])} is no condition: a label and one of = != =~ !~ come first.", Example, start);
            return null;
        }
        SkipSpace();
        int valueStart = _at;
        string? value = IsQuote() ? ReadQuoted() : ReadPlain();
        if (value is { Length: 0 } && valueStart == _at)
        {
            Fault($"The value of {Findings.Quoted(label)} is empty.", $"Write the value (is a variable of the shell unset?), or {label}{Selector.SignOf(sign.Value)}\"\" for series without the label.", start);
            return null;
        }
        if (value is not null && _text[valueStart] is '=' or '~')
        {
            Fault($"{Findings.Quoted(_text[start.._at])} has an operator that is none of = != =~ !~.", $"Write {label}=value; a value that begins with {_text[valueStart]} goes in quotes.", start);
            return null;
        }
        return value is null ? null : new(label, sign.Value, value);
    }

    private string ReadLabel()
    {
        int start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '_' or '.' or '/' or '-')) _at++;
        return _text[start.._at];
    }

    private MatchOperator? ReadOperator()
    {
        ReadOnlySpan<char> rest = _text.AsSpan(_at);
        (MatchOperator? sign, int length) = rest switch
        {
            ['=', '~', ..] => (MatchOperator.Matches, 2),
            ['!', '=', ..] => (MatchOperator.NotEqual, 2),
            ['!', '~', ..] => (MatchOperator.NotMatches, 2),
            ['=', ..] => (MatchOperator.Equal, 1),
            _ => ((MatchOperator?)null, 0),
        };
        _at += length;
        return sign;
    }

    private string ReadPlain()
    {
        int start = _at;
        _at = NextComma(_at);
        return _text[start.._at].TrimEnd();
    }

    private string? ReadQuoted()
    {
        int start = _at;
        int length = PromQlLexer.LiteralLength(_text, start);
        if (length == 0)
        {
            Fault($"The string {Findings.Quoted(_text[start..])} has no end.", "Close it with the quote it begins with.", start);
            _at = _text.Length;
            return null;
        }
        _at += length;
        string literal = _text.Substring(start, length);
        string? value = PromQlText.Unquote(literal, out string fault);
        if (value is null) Fault($"The string {Findings.Quoted(literal)} is wrong: {fault}.", "Write a backslash as \\\\, or use `..`, where nothing is escaped.", start);
        return value;
    }

    private bool IsQuote() => _at < _text.Length && _text[_at] is '"' or '\'' or '`';

    private int NextComma(int from)
    {
        int comma = _text.IndexOf(',', from);
        return comma < 0 ? _text.Length : comma;
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at])) _at++;
    }

    private void Fault(string message, string remedy, int at) => _violations.Add(new(_path, message, remedy, 1, at + 1));
}
