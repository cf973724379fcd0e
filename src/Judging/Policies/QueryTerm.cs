namespace CanaryJudge.Judging.Policies;

/// <summary>One query of a metric, as the policy writes it.</summary>
/// <param name="Role">What the answer stands for.</param>
/// <param name="Reading">How the answer is read.</param>
/// <param name="Text">A selector (every reading but Expression), to which the scope's matchers are added, or a PromQL expression with the placeholder $scope.</param>
public sealed record QueryTerm(TermRole Role, TermReading Reading, string Text);
