using System.Text;
using System.Text.RegularExpressions;

namespace CanaryJudge.Judging.Planning;

/// <summary>Which series are meant: a metric's name and matchers on labels, as PromQL's instant vector selector without modifiers.</summary>
public sealed class Selector
{
    private readonly Lazy<Regex?>[] _patterns;

    internal Selector(string? name, IReadOnlyList<LabelMatcher> matchers)
    {
        Name = name;
        Matchers = matchers;
        _patterns = [.. matchers.Select(matcher => new Lazy<Regex?>(() => Pattern(matcher)))];
    }

    /// <summary>The metric's name; null when only matchers say which series are meant.</summary>
    public string? Name { get; }

    /// <summary>The matchers, in the order written; all of them apply. A label may have several.</summary>
    public IReadOnlyList<LabelMatcher> Matchers { get; }

    /// <summary>Reads a selector such as <c>http_requests_total{code=~"5.."}</c> or <c>{"my.metric"}</c>, by PromQL's rules for strings and comments.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The selector, or what is wrong: syntax, a regular expression, or a range, modifier, function or operator, which a selector has not.</returns>
    public static SelectorResult Parse(string text) => new SelectorParser(text).Parse();

    /// <summary>This selector, narrowed to a scope: the scope's matchers are added after its own, and both apply.</summary>
    /// <param name="scope">The scope.</param>
    /// <returns>The narrowed selector.</returns>
    public Selector With(Scope scope) => new(Name, [.. Matchers, .. scope.Matchers]);

    /// <summary>True when a series with these labels is meant. A missing label is an empty one; a regular expression must match the whole value.</summary>
    /// <param name="labels">The series' labels, its name as __name__.</param>
    /// <returns>False when one condition does not hold.</returns>
    /// <exception cref="InvalidOperationException">A matcher that came from a scope has a regular expression that is refused; a planned query's has not.</exception>
    /// <exception cref="RegexMatchTimeoutException">A regular expression took more than a second on one value.</exception>
    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        if (Name is not null && ValueOf(labels, PromQlNames.NameLabel) != Name) return false;
        for (int k = 0; k < Matchers.Count; k++)
        {
            LabelMatcher matcher = Matchers[k];
            string value = ValueOf(labels, matcher.Label);
            bool holds = _patterns[k].Value is { } pattern ? pattern.IsMatch(value) : value == matcher.Value;
            if (holds == matcher.Operator is MatchOperator.NotEqual or MatchOperator.NotMatches) return false;
        }
        return true;
    }

    /// <summary>The selector as PromQL: values are escaped, so that no value changes the query's meaning. It reads back to the same selector.</summary>
    /// <returns>PromQL that every Prometheus takes; a name PromQL does not take plainly becomes a matcher on __name__.</returns>
    public override string ToString()
    {
        var text = new StringBuilder();
        bool plain = Name is not null && PromQlNames.IsPlainMetric(Name);
        if (plain) text.Append(Name);
        IEnumerable<LabelMatcher> matchers = Name is null || plain ? Matchers : [new LabelMatcher(PromQlNames.NameLabel, MatchOperator.Equal, Name), .. Matchers];
        string inside = Write(matchers);
        if (inside.Length > 0 || !plain) text.Append('{').Append(inside).Append('}');
        return text.ToString();
    }

    /// <summary>Matchers as they stand between braces, escaped.</summary>
    internal static string Write(IEnumerable<LabelMatcher> matchers) => string.Join(',', matchers.Select(Write));


    private static string Write(LabelMatcher matcher)
    {
        string label = PromQlNames.IsPlainLabel(matcher.Label) ? matcher.Label : PromQlText.Quote(matcher.Label);
        return label + SignOf(matcher.Operator) + PromQlText.Quote(matcher.Value);
    }

    /// <summary>The operator as PromQL writes it.</summary>
    internal static string SignOf(MatchOperator matchOperator) => matchOperator switch
    {
        MatchOperator.Equal => "=",
        MatchOperator.NotEqual => "!=",
        MatchOperator.Matches => "=~",
        MatchOperator.NotMatches => "!~",
        _ => throw new ArgumentOutOfRangeException(nameof(matchOperator), matchOperator, "There is no such operator."),
    };

    private static string ValueOf(IReadOnlyDictionary<string, string> labels, string label) => labels.TryGetValue(label, out string? value) ? value : "";

    private static Regex? Pattern(LabelMatcher matcher)
    {
        if (matcher.Operator is MatchOperator.Equal or MatchOperator.NotEqual) return null;
        return LabelPattern.Compile(matcher.Value, out string fault) ?? throw new InvalidOperationException($"The regular expression of label {matcher.Label} is refused: {fault}.");
    }
}
