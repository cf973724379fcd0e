using System.Text;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Planning;

/// <summary>A PromQL expression with its placeholders: $scope for the scope's matchers, $interval for the window.</summary>
internal sealed class ScopedExpression
{
    /// <summary>Stands for the scope's matchers, inside braces.</summary>
    public const string ScopePlaceholder = "$scope";

    /// <summary>Stands for the window, such as 1m.</summary>
    public const string IntervalPlaceholder = "$interval";

    private readonly string _text;
    private readonly IReadOnlyList<PromQlToken> _placeholders;

    private ScopedExpression(string text, IReadOnlyList<PromQlToken> placeholders)
    {
        _text = text;
        _placeholders = placeholders;
    }

    /// <summary>Reads an expression. It is not parsed as PromQL: that is the source's job; its strings, brackets, ranges and placeholders are checked.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="interval">The window; null when it is not known, and ranges are then not compared with it.</param>
    /// <param name="violations">Everything that is wrong, with an empty path.</param>
    /// <returns>The expression; null when there is a violation.</returns>
    public static ScopedExpression? Parse(string text, TimeSpan? interval, out IReadOnlyList<Violation> violations)
    {
        var checks = new ExpressionChecks(text, interval);
        violations = checks.Run();
        return violations.Count > 0 ? null : new(text, checks.Placeholders);
    }

    /// <summary>The query for one scope: placeholders replaced, values escaped.</summary>
    public string For(Scope scope, TimeSpan interval)
    {
        var query = new StringBuilder(_text.Length);
        int copied = 0;
        foreach (PromQlToken placeholder in _placeholders)
        {
            query.Append(_text, copied, placeholder.Start - copied);
            query.Append(placeholder.Text == ScopePlaceholder ? Selector.Write(scope.Matchers) : DurationText.Format(interval));
            copied = placeholder.Start + placeholder.Text.Length;
        }
        return query.Append(_text, copied, _text.Length - copied).ToString();
    }
}
