using CanaryJudge.Judging.Comparing;

namespace CanaryJudge.Judging.Explaining;

/// <summary>One metric of a verdict, its numbers by name.</summary>
/// <param name="Name">The metric's name.</param>
/// <param name="Outcome">What it says.</param>
/// <param name="Numbers">Its numbers at the verdict, each name once: what decides stands before what is only shown.</param>
/// <param name="Curves">What was carried from window to window, each name once; empty for judges that look once.</param>
public sealed record JudgedMetric(string Name, JudgementOutcome Outcome, IReadOnlyList<JudgedNumber> Numbers, IReadOnlyList<JudgedCurve> Curves);
