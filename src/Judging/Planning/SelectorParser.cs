using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Planning;

/// <summary>Reads one selector; the first fault of syntax ends it, faults of values are all told.</summary>
internal sealed class SelectorParser
{
    private const string Example = "Write a metric's name and matchers, such as http_requests_total{code=~\"5..\"}";

    private readonly List<Violation> _violations = [];
    private readonly List<LabelMatcher> _matchers = [];
    private readonly IReadOnlyList<PromQlToken> _tokens;
    private readonly string _lexFault;
    private readonly bool _isUnicode;
    private int _at;
    private string? _name;

    public SelectorParser(string text)
    {
        _isUnicode = PromQlText.IsUnicode(text);
        _tokens = PromQlLexer.Lex(text, out _lexFault);
    }

    private PromQlToken Current => _tokens[_at];

    public SelectorResult Parse()
    {
        if (!_isUnicode) Fault("the text holds half a surrogate pair, which is no Unicode text", Example + ".");
        else if (_lexFault.Length > 0) Fault(_lexFault, "Close the string with the quote it begins with, on the same line.");
        else if (ReadName() && ReadBraces() && ReadEnd()) CheckWhole();
        return _violations.Count > 0 ? new() { Violations = _violations } : new() { Selector = Build() };
    }

    private bool ReadName()
    {
        if (Current.Kind == PromQlTokenKind.End) return Fault("the selector is empty", Example + ".");
        if (Current.Is("{")) return true;
        if (Current.Kind != PromQlTokenKind.Word) return Unexpected();
        string word = Current.Text;
        PromQlToken next = _tokens[_at + 1];
        if (next.Is("(") || IsGrouping(next)) return Fault($"{Quoted(word)} is a function: raw samples are read, so a selector has none", QueryRemedy());
        if (!PromQlNames.IsPlainMetric(word))
        {
            return Fault($"{Quoted(word)} is no plain metric name (letters, digits, '_' and ':', not a digit first, no PromQL keyword)", $"Write {{__name__={PromQlText.Quote(word)}}} if that is its name.");
        }
        _name = word;
        _at++;
        return true;
    }

    private bool ReadBraces()
    {
        if (!Current.Is("{")) return true;
        _at++;
        while (!Current.Is("}"))
        {
            if (!ReadMatcher()) return false;
            if (Current.Is("}")) break;
            if (!Current.Is(",")) return Fault($"{Found()} stands where a comma or the closing brace belongs", "Separate matchers by commas: {code=\"500\",method=\"GET\"}.");
            _at++;
        }
        _at++;
        if (_matchers.Count <= PolicyLimits.Matchers) return true;
        return Fault($"it has {_matchers.Count} matchers, above the bound of {PolicyLimits.Matchers}", "Use a regular expression in one matcher instead.");
    }

    private bool ReadMatcher()
    {
        if (Current.Kind == PromQlTokenKind.Placeholder)
        {
            return Fault($"{Current.Text} stands in a selector", "Leave it out: the scope's matchers are added to a selector by themselves.");
        }
        if (Current.Kind is not (PromQlTokenKind.Word or PromQlTokenKind.Literal)) return Unexpected();
        PromQlToken first = Current;
        _at++;
        string? label = first.Kind == PromQlTokenKind.Word ? first.Text : Unquoted(first);
        if (label is null) return false;
        if (first.Kind == PromQlTokenKind.Literal && (Current.Is(",") || Current.Is("}")))
        {
            if (_name is not null) return Fault($"the metric's name is given twice, as {Quoted(_name)} and {Quoted(label)}", "Give it once.");
            if (label.Length == 0) return Fault("the metric's name is empty", Example + ".");
            _name = label;
            return true;
        }
        if (label.Length == 0 || (first.Kind == PromQlTokenKind.Word && !PromQlNames.IsPlainLabel(label)))
        {
            return Fault($"{Quoted(label)} is no label name (letters, digits and '_', not a digit first)", "Write another name in quotes: {\"service.name\"=\"checkout\"}.");
        }
        MatchOperator? sign = Current.Kind != PromQlTokenKind.Sign ? null : Current.Text switch
        {
            "=" => MatchOperator.Equal,
            "!=" => MatchOperator.NotEqual,
            "=~" => MatchOperator.Matches,
            "!~" => MatchOperator.NotMatches,
            _ => null,
        };
        if (sign is null) return Fault($"{Found()} follows the label {Quoted(label)}", "Write =, !=, =~ or !~ and a value in quotes.");
        _at++;
        if (Current.Kind != PromQlTokenKind.Literal) return Fault($"the value of the label {Quoted(label)} is not in quotes: {Found()}", $"Write {label}{Selector.SignOf(sign.Value)}\"...\".");
        string? value = Unquoted(Current);
        if (value is null) return false;
        _at++;
        _matchers.Add(new(label, sign.Value, value));
        return true;
    }

    private bool ReadEnd()
    {
        PromQlToken next = Current;
        if (next.Kind == PromQlTokenKind.End) return true;
        if (next.Is("["))
        {
            return Fault("a range follows the selector: raw samples are read over the whole time, so a selector has none", QueryRemedy());
        }
        if (next.Is("@") || (next.Kind == PromQlTokenKind.Word && next.Text.Equals("offset", StringComparison.OrdinalIgnoreCase)))
        {
            return Fault($"{Found()} follows the selector: both sides are read over the analysis' own time, so a selector has no modifier", QueryRemedy());
        }
        return Fault($"{Found()} follows the selector: a selector has no operator", QueryRemedy());
    }

    private void CheckWhole()
    {
        if (_name is not null && _matchers.Any(matcher => matcher.Label == PromQlNames.NameLabel))
        {
            Fault($"the metric's name is given twice, as {Quoted(_name)} and by a matcher on {PromQlNames.NameLabel}", "Give it once.");
        }
        bool selective = _name is not null;
        foreach (LabelMatcher matcher in _matchers)
        {
            if (matcher.Operator is MatchOperator.Equal or MatchOperator.NotEqual)
            {
                selective |= matcher.Value.Length == 0 == (matcher.Operator == MatchOperator.NotEqual);
                continue;
            }
            bool? matchesEmpty = LabelPattern.MatchesEmpty(matcher.Value, out string fault);
            if (matchesEmpty is null) Fault($"the regular expression {Quoted(matcher.Value)} of the label {Quoted(matcher.Label)} is refused: {fault}", "Write RE2 syntax, such as \"5..\" or \"a|b\".");
            else selective = selective || matchesEmpty == (matcher.Operator == MatchOperator.NotMatches);
        }
        if (!selective && _violations.Count == 0) Fault("the selector matches every metric", Example + ".");
    }

    private Selector Build()
    {
        bool isName = _name is null && _matchers.Count(matcher => matcher.Label == PromQlNames.NameLabel) == 1;
        LabelMatcher? named = isName ? _matchers.Find(matcher => matcher is { Label: PromQlNames.NameLabel, Operator: MatchOperator.Equal, Value.Length: > 0 }) : null;
        if (named is null) return new(_name, _matchers);
        return new(named.Value, [.. _matchers.Where(matcher => matcher != named)]);
    }

    private string? Unquoted(PromQlToken literal)
    {
        string? value = PromQlText.Unquote(literal.Text, out string fault);
        if (value is null) Fault($"the string {Quoted(literal.Text)} is wrong: {fault}", "Write a backslash as \\\\, or use `..`, where nothing is escaped.");
        return value;
    }

    private static bool IsGrouping(PromQlToken token) =>
        token.Kind == PromQlTokenKind.Word && (token.Text.Equals("by", StringComparison.OrdinalIgnoreCase) || token.Text.Equals("without", StringComparison.OrdinalIgnoreCase));

    private bool Unexpected() => Fault($"{Found()} stands where a name belongs", Example + ".");

    private string Found() => Current.Kind == PromQlTokenKind.End ? "the end of the text" : $"{Quoted(Current.Text)} at character {Current.Start + 1}";

    private static string Quoted(string text) => Findings.Quoted(text);

    private static string QueryRemedy() => "Write the selector alone, or an expression as query: '...{$scope}...' where this metric takes one.";

    private bool Fault(string message, string remedy)
    {
        _violations.Add(new("", char.ToUpperInvariant(message[0]) + message[1..] + ".", remedy));
        return false;
    }
}
