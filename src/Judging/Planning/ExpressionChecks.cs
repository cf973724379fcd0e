using System.Globalization;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Planning;

/// <summary>Checks one expression: its strings, brackets, ranges and placeholders.</summary>
/// <param name="text">The expression.</param>
/// <param name="interval">The window; null when it is not known, and ranges are then not compared with it.</param>
internal sealed class ExpressionChecks(string text, TimeSpan? interval)
{
    private readonly List<Violation> _violations = [];
    private readonly Stack<(string Closing, PromQlToken Opened)> _open = new();
    private readonly Stack<TimeSpan> _reach = new([TimeSpan.Zero]);
    private IReadOnlyList<PromQlToken> _tokens = [];

    /// <summary>The placeholders, in order; empty until the checks have run.</summary>
    public IReadOnlyList<PromQlToken> Placeholders { get; private set; } = [];

    /// <summary>Everything that is wrong, with an empty path.</summary>
    public List<Violation> Run()
    {
        _tokens = PromQlLexer.Lex(text, out string fault);
        if (!PromQlText.IsUnicode(text)) Fault("The expression holds half a surrogate pair, which is no Unicode text.", "Write Unicode text.");
        if (fault.Length > 0) Fault(char.ToUpperInvariant(fault[0]) + fault[1..] + ".", "Close the string with the quote it begins with, on the same line.");
        if (_violations.Count > 0) return _violations;
        for (int at = 0; at < _tokens.Count && _violations.Count < PolicyLimits.Violations; at++) Check(at);
        if (_violations.Count > 0) return _violations;
        if (_open.TryPeek(out (string Closing, PromQlToken Opened) unclosed)) Fault($"The {unclosed.Opened.Text} at character {unclosed.Opened.Start + 1} is never closed.", $"Close it with {unclosed.Closing}.");
        Placeholders = [.. _tokens.Where(token => token.Kind == PromQlTokenKind.Placeholder)];
        if (!Placeholders.Any(token => token.Text == ScopedExpression.ScopePlaceholder))
        {
            Fault("The expression has no $scope: baseline and canary would be the same numbers.", "Write $scope inside the braces of each selector: rate(http_requests_total{$scope}[$interval]).");
        }
        return _violations;
    }

    private void Check(int at)
    {
        PromQlToken token = _tokens[at];
        if (token.Kind == PromQlTokenKind.Placeholder) CheckPlaceholder(at);
        if (token.Kind != PromQlTokenKind.Sign) return;
        switch (token.Text)
        {
            case "(" or "{" or "[":
                _open.Push((token.Text switch { "(" => ")", "{" => "}", _ => "]" }, token));
                if (token.Text == "(") _reach.Push(TimeSpan.Zero);
                if (token.Text == "[") CheckRange(at);
                break;
            case ")" or "}" or "]":
                if (!_open.TryPop(out (string Closing, PromQlToken Opened) opened) || opened.Closing != token.Text)
                {
                    Fault($"The {token.Text} at character {token.Start + 1} closes nothing.", "Balance the brackets.");
                    break;
                }
                if (token.Text == ")") Widen(_reach.Pop());
                break;
            case "," when _open.TryPeek(out (string Closing, PromQlToken Opened) inside) && inside.Closing == ")":
                _reach.Pop();
                _reach.Push(TimeSpan.Zero);
                break;
        }
    }

    private void CheckPlaceholder(int at)
    {
        PromQlToken token = _tokens[at];
        string place = $"{Findings.Quoted(token.Text)} at character {token.Start + 1}";
        if (token.Text is not (ScopedExpression.ScopePlaceholder or ScopedExpression.IntervalPlaceholder))
        {
            Fault($"{place} is no placeholder.", "The placeholders are $scope, inside braces, and $interval, the window.");
        }
        else if (token.Text == ScopedExpression.ScopePlaceholder)
        {
            bool stands = at > 0 && (_tokens[at - 1].Is("{") || _tokens[at - 1].Is(",")) && (_tokens[at + 1].Is("}") || _tokens[at + 1].Is(","))
                && _open.TryPeek(out (string Closing, PromQlToken Opened) inside) && inside.Closing == "}";
            if (!stands) Fault($"{place} does not stand as a matcher of its own inside braces.", "Write {$scope} or {$scope,code=\"500\"}.");
        }
    }

    // A range after a subquery's parenthesis reaches back from each of its inner evaluations, so the reaches add up.
    private void CheckRange(int at)
    {
        int end = at;
        while (end < at + 5 && _tokens[end].Kind != PromQlTokenKind.End && !_tokens[end].Is("]")) end++;
        List<PromQlToken> inside = [.. _tokens.Skip(at + 1).Take(end - at - 1)];
        int colon = inside.FindIndex(token => token.Is(":"));
        string written = text[_tokens[at].Start..Math.Min(text.Length, _tokens[end].Start + 1)];
        bool isRead = inside.Count > 0 && (colon < 0 ? inside.Count == 1 : colon == 1 && inside.Count <= 3);
        if (!isRead || Length(inside[0]) is not { } range || (inside.Count == 3 && Length(inside[2]) is null))
        {
            Fault($"The range {Findings.Quoted(written)} at character {_tokens[at].Start + 1} is not understood.", "Write a duration such as [1m] or [$interval], or a subquery such as [1m:15s].");
            return;
        }
        TimeSpan reach = range + (colon < 0 ? TimeSpan.Zero : _reach.Peek());
        Widen(reach);
        if (interval is not { } window || reach <= window) return;
        string window0 = DurationText.Format(window);
        string total = reach == range ? "" : $", with the range inside it {DurationText.Format(reach)},";
        Fault(
            $"The range {Findings.Quoted(written)} at character {_tokens[at].Start + 1}{total} is longer than the window of {window0}: neighbouring windows would repeat the same data, and one bad minute would count as evidence several times.",
            $"Write [$interval] (here [{window0}]), or raise spec.interval to {DurationText.Format(reach)}.");
    }

    private TimeSpan? Length(PromQlToken token)
    {
        if (token.Text == ScopedExpression.IntervalPlaceholder) return interval ?? TimeSpan.Zero;
        if (token.Kind != PromQlTokenKind.Word) return null;
        if (DurationText.TryParse(token.Text, out TimeSpan duration)) return duration > TimeSpan.Zero ? duration : null;
        bool isSeconds = double.TryParse(token.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds);
        return isSeconds && seconds is > 0 and < 1e9 ? TimeSpan.FromSeconds(seconds) : null;
    }

    private void Widen(TimeSpan reach)
    {
        if (reach > _reach.Peek())
        {
            _reach.Pop();
            _reach.Push(reach);
        }
    }

    private void Fault(string message, string remedy) => _violations.Add(new("", message, remedy));
}
