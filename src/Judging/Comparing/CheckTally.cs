namespace CanaryJudge.Judging.Comparing;

/// <summary>The checks of one metric so far, by judge threshold.</summary>
/// <param name="Passed">Checks that passed, 0 or more.</param>
/// <param name="PassesNeeded">Passed checks without which nothing is promoted, 1 or more.</param>
/// <param name="Failed">Checks that failed, 0 or more.</param>
/// <param name="FailuresLimit">Failed checks that roll back, 1 or more.</param>
/// <param name="Unclear">Checks that could say neither, because a value lies above all bucket bounds; 0 or more.</param>
public sealed record CheckTally(int Passed, int PassesNeeded, int Failed, int FailuresLimit, int Unclear);
