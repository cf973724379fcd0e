namespace CanaryJudge.Judging.Planning;

/// <summary>One condition on a label of a series.</summary>
/// <param name="Label">Label name.</param>
/// <param name="Operator">How it compares.</param>
/// <param name="Value">The plain value, unescaped: it may hold quotes, braces, newlines.</param>
public sealed record LabelMatcher(string Label, MatchOperator Operator, string Value);
