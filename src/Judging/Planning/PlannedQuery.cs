using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Planning;

/// <summary>One question to a source, fixed before any data is seen.</summary>
/// <param name="Side">The side it is about.</param>
/// <param name="Role">What the answer stands for.</param>
/// <param name="Reading">How the answer is read.</param>
/// <param name="Text">Readings of raw samples: a selector with the scope's matchers. Expression: PromQL with $scope replaced.</param>
/// <param name="StartMillis">First moment asked for. Raw samples: after this moment (a lookback before the first window is included, so that counters can be differenced). Expression: the first evaluation, the end of the first window.</param>
/// <param name="EndMillis">Last moment asked for, inclusive.</param>
/// <param name="StepMillis">Expression: distance of evaluations, equal to the window. Raw samples: 0.</param>
public sealed record PlannedQuery(Side Side, TermRole Role, TermReading Reading, string Text, long StartMillis, long EndMillis, long StepMillis);
