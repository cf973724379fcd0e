using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Deciding;

/// <summary>What a policy makes of a rollout that its judge leaves on pause at the horizon.</summary>
internal static class AtHorizon
{
    /// <summary>The verdict with the policy's rule for the horizon applied: the same one before the horizon, when something is proven, and where the rule is to hold.</summary>
    /// <param name="policy">The rules.</param>
    /// <param name="verdict">What the judge says of the windows so far.</param>
    /// <remarks>A source that failed is no verdict of either kind: that is held whatever the rule. Nothing is promoted on missing data, nor when a metric leans to harm.</remarks>
    public static Verdict Of(CanaryPolicy policy, Verdict verdict)
    {
        if (verdict.Outcome != VerdictOutcome.Pause || verdict.WindowsElapsed < policy.Horizon || policy.AtHorizon == HorizonRule.Hold) return verdict;
        string rule = $"atHorizon: {PolicyWords.Of(PolicyWords.HorizonRules, policy.AtHorizon)}";
        if (verdict.CouldNotJudge) return Held(verdict, $"A source that failed is no reason to {(policy.AtHorizon == HorizonRule.Promote ? "promote" : "roll back")} ({rule}): a person decides.");
        string open = verdict.Score is null ? Decider.Open(verdict.Judgements) : verdict.Reason;
        if (policy.AtHorizon == HorizonRule.Rollback)
        {
            return Made(verdict, VerdictOutcome.Rollback, $"Not proven safe by the horizon of {Counted.Of(policy.Horizon, "window")}, and so rolled back as the policy says ({rule}); this is no proof of harm. {open}");
        }

        string[] doubtful = [.. verdict.Judgements.Where(judgement => !judgement.LeansToSafety).Select(judgement => judgement.Windows.Metric.Name)];
        return doubtful.Length > 0
            ? Held(verdict, $"The policy promotes at the horizon ({rule}) only what has its data and leans to safety: not {string.Join(", ", doubtful)}.")
            : Made(verdict, VerdictOutcome.Promote, $"Not decided by the horizon of {Counted.Of(policy.Horizon, "window")}, and so promoted as the policy says ({rule}): every metric has its data and leans to safety, which is no proof of it. {open}");
    }

    private static Verdict Made(Verdict verdict, VerdictOutcome outcome, string reason) => verdict with { Outcome = outcome, ByHorizon = true, Reason = reason };

    private static Verdict Held(Verdict verdict, string why) => verdict with { Reason = $"{verdict.Reason} {why}" };
}
