namespace CanaryJudge.Judging.Deciding;

/// <summary>What judge kayenta makes of the labels of all metrics.</summary>
/// <param name="Value">The score, 0 to 100, in hundredths; 0 when a critical metric failed; NaN when nothing could be scored.</param>
/// <param name="Pass">The score from which the canary is promoted.</param>
/// <param name="Marginal">The score below which it is rolled back.</param>
/// <param name="Groups">The groups in the order of their first metric.</param>
public sealed record CanaryScore(double Value, double Pass, double Marginal, IReadOnlyList<GroupScore> Groups);
