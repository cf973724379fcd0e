using CanaryJudge.Judging.Deciding;

namespace CanaryJudge.Benchmarks.Scoreboard;

/// <summary>How a judge ended a rollout.</summary>
/// <param name="Outcome">Promote, rollback, or pause when the horizon came first.</param>
/// <param name="Windows">Windows after warm-up at that moment.</param>
internal readonly record struct Ruling(VerdictOutcome Outcome, int Windows);
