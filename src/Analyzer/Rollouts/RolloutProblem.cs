namespace CanaryJudge.Analyzer.Rollouts;

/// <summary>Why a rollout could not be looked at.</summary>
/// <param name="Kind">What sort of problem.</param>
/// <param name="Message">A sentence with what was asked and what came back; no secrets.</param>
/// <param name="Remedy">What to do about it.</param>
internal sealed record RolloutProblem(RolloutProblemKind Kind, string Message, string Remedy);
