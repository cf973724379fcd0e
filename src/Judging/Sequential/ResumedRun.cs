namespace CanaryJudge.Judging.Sequential;

/// <summary>A run that goes on from a state, or why it cannot.</summary>
/// <param name="Run">The run; null when the state is refused.</param>
/// <param name="Refusal">Why the state is refused; null when it is not.</param>
public readonly record struct ResumedRun(SequentialRun? Run, StateRefusal? Refusal);
