using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Planning;

/// <summary>What every scope keeps to, whoever wrote it.</summary>
public static class ScopeRules
{
    /// <summary>What is wrong with one matcher; empty when it is good.</summary>
    public static IEnumerable<(string Message, string Remedy)> Check(LabelMatcher matcher)
    {
        string label = Findings.Quoted(matcher.Label);
        if (matcher.Label.Length == 0) yield return ("A label's name is empty.", "Write the label before the operator: version=v1.");
        if (!PromQlText.IsUnicode(matcher.Label) || !PromQlText.IsUnicode(matcher.Value)) yield return ($"The matcher on {label} holds half a surrogate pair, which is no Unicode text.", "Write Unicode text.");
        if (matcher.Label == PromQlNames.NameLabel) yield return ("A scope has a condition on __name__, but the policy names the metrics.", "Leave it out.");
        if (matcher.Operator is MatchOperator.Matches or MatchOperator.NotMatches && LabelPattern.MatchesEmpty(matcher.Value, out string fault) is null)
        {
            yield return ($"The regular expression {Findings.Quoted(matcher.Value)} of the label {label} is refused: {fault}.", "Write RE2 syntax, such as \"v1|v2\".");
        }
    }

    /// <summary>What is wrong with a whole scope, its matchers' own faults aside; empty when it is good.</summary>
    public static IEnumerable<(string Message, string Remedy)> CheckWhole(IReadOnlyList<LabelMatcher> matchers)
    {
        if (matchers.Count == 0) yield return ("The scope is empty: it would be every series there is.", "Write at least one condition, such as version=v1.");
        if (matchers.Count > PolicyLimits.Matchers) yield return ($"The scope has {matchers.Count} matchers, above the bound of {PolicyLimits.Matchers}.", "Use a regular expression in one matcher instead.");
        foreach (IGrouping<string, LabelMatcher> label in matchers.Where(matcher => matcher.Operator == MatchOperator.Equal).GroupBy(matcher => matcher.Label))
        {
            string[] values = [.. label.Select(matcher => matcher.Value).Distinct()];
            if (values.Length > 1)
            {
                string name = Findings.Quoted(label.Key);
                yield return ($"The label {name} is to equal both {Findings.Quoted(values[0])} and {Findings.Quoted(values[1])}: no series does.", "Keep one, or write one regular expression with =~.");
            }
        }
    }
}
