using CanaryJudge.Judging.Deciding;

namespace CanaryJudge.Judging.Rehearsing;

/// <summary>How one rehearsal ended.</summary>
/// <param name="Outcome">What the judge found: pause when it was still open at the horizon.</param>
/// <param name="Windows">Windows elapsed at the verdict, warm-up included.</param>
/// <param name="AtHorizon">What the policy's rule for the horizon makes of one that was still open; pause when it is held, and of one that was not.</param>
public readonly record struct Rehearsed(VerdictOutcome Outcome, int Windows, VerdictOutcome AtHorizon = VerdictOutcome.Pause)
{
    /// <summary>As a verdict has it.</summary>
    public static Rehearsed Of(Verdict verdict) => new(verdict.Found, verdict.WindowsElapsed, verdict.ByHorizon ? verdict.Outcome : VerdictOutcome.Pause);
}
