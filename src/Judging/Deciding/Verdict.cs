using CanaryJudge.Judging.Comparing;

namespace CanaryJudge.Judging.Deciding;

/// <summary>The answer for the whole analysis at one moment, with everything it stands on.</summary>
public sealed record Verdict
{
    /// <summary>Promote, pause or rollback.</summary>
    public required VerdictOutcome Outcome { get; init; }

    /// <summary>One or two sentences a person would say.</summary>
    public required string Reason { get; init; }

    /// <summary>One judgement a metric, in the policy's order.</summary>
    public required IReadOnlyList<Judgement> Judgements { get; init; }

    /// <summary>Windows that had elapsed, warm-up included.</summary>
    public required int WindowsElapsed { get; init; }

    /// <summary>The score of judge kayenta; null for other judges, and before its one look.</summary>
    public CanaryScore? Score { get; init; }

    /// <summary>True when nothing was proven by the horizon, and the outcome is what the policy's rule for it says (<see cref="Policies.CanaryPolicy.AtHorizon"/>).</summary>
    public bool ByHorizon { get; init; }

    /// <summary>What the judge found by its evidence: the outcome, or pause where the rule for the horizon decided.</summary>
    public VerdictOutcome Found => ByHorizon ? VerdictOutcome.Pause : Outcome;

    /// <summary>True when the pause is because a source failed: nothing is known, rather than not enough.</summary>
    public bool CouldNotJudge => Outcome == VerdictOutcome.Pause && Judgements.Any(j => j.Outcome == JudgementOutcome.Error);
}
