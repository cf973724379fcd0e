using CanaryJudge.Judging.Planning;

namespace CanaryJudge.Judging.Policies;

/// <summary>Which queries a kind of metric has, and what each of them keeps to.</summary>
internal static class TermRules
{
    /// <summary>The roles of a kind, all of which a metric with queries has.</summary>
    public static IReadOnlyList<TermRole> RolesOf(MetricKind kind) => kind switch
    {
        MetricKind.Ratio => [TermRole.Bad, TermRole.Total],
        MetricKind.Series => [TermRole.Values],
        MetricKind.Histogram => [TermRole.Buckets],
        MetricKind.Count => [TermRole.Events, TermRole.Exposure],
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such kind."),
    };

    /// <summary>The readings that a role may have.</summary>
    public static IReadOnlyList<TermReading> ReadingsOf(TermRole role) => role switch
    {
        TermRole.Bad or TermRole.Total or TermRole.Events => [TermReading.Counter, TermReading.Expression],
        TermRole.Values => [TermReading.Gauge, TermReading.Rate, TermReading.Expression],
        TermRole.Buckets => [TermReading.Buckets],
        TermRole.Exposure => [TermReading.Counter, TermReading.Integral, TermReading.Expression],
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "There is no such role."),
    };

    /// <summary>Everything that is wrong with one query's text, with an empty path.</summary>
    /// <param name="term">The query.</param>
    /// <param name="interval">The window; null when it is not known.</param>
    public static IReadOnlyList<Violation> Check(QueryTerm term, TimeSpan? interval)
    {
        if (!ReadingsOf(term.Role).Contains(term.Reading))
        {
            return [new("", $"The query for {term.Role} cannot be read as {term.Reading}.", $"Read it as one of {string.Join(", ", ReadingsOf(term.Role))}.")];
        }
        if (term.Reading == TermReading.Expression)
        {
            ScopedExpression.Parse(term.Text, interval, out IReadOnlyList<Violation> wrong);
            return wrong;
        }
        SelectorResult selector = Selector.Parse(term.Text);
        bool cutsBuckets = term.Reading == TermReading.Buckets && selector.Selector is { } buckets && buckets.Matchers.Any(matcher => matcher.Label == "le");
        return cutsBuckets ? [new("", "The selector has a condition on le, but a histogram is all of its buckets.", "Leave the condition on le out.")] : selector.Violations;
    }
}
