using CanaryJudge.Judging.Deciding;

namespace CanaryJudge.Judging.Rehearsing;

/// <summary>How one rehearsal ended.</summary>
/// <param name="Outcome">The verdict: pause when it was still open at the horizon.</param>
/// <param name="Windows">Windows elapsed at the verdict, warm-up included.</param>
public readonly record struct Rehearsed(VerdictOutcome Outcome, int Windows);
