using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Comparing;

/// <summary>The three-way rule: an interval of the difference against the margin, seen from the side that is worse.</summary>
internal static class ThreeWay
{
    /// <summary>
    /// Fail when the whole interval is beyond the margin on a worse side, Pass when the whole interval is inside the margin on every worse side, else Inconclusive.
    /// An end that lies exactly on the margin decides nothing; NaN decides nothing.
    /// </summary>
    public static JudgementOutcome Decide(double low, double high, double margin, Direction direction)
    {
        bool upIsWorse = direction is Direction.Increase or Direction.Either, downIsWorse = direction is Direction.Decrease or Direction.Either;
        if ((upIsWorse && low > margin) || (downIsWorse && high < -margin)) return JudgementOutcome.Fail;
        bool safe = (!upIsWorse || high < margin) && (!downIsWorse || low > -margin);
        return safe && !double.IsNaN(low) && !double.IsNaN(high) ? JudgementOutcome.Pass : JudgementOutcome.Inconclusive;
    }

    /// <summary>True when an estimate lies nearer to no difference than to the margin on every worse side; half the margin, where both are as likely, and NaN do not.</summary>
    public static bool LeansToSafety(double estimate, double margin, Direction direction) =>
        (direction == Direction.Decrease || estimate < margin / 2) && (direction == Direction.Increase || estimate > -margin / 2);

    /// <summary>The outcome of several that all have to hold: any Fail fails, all Pass pass.</summary>
    public static JudgementOutcome All(IReadOnlyCollection<JudgementOutcome> outcomes) =>
        outcomes.Contains(JudgementOutcome.Fail) ? JudgementOutcome.Fail
        : outcomes.Count > 0 && outcomes.All(o => o == JudgementOutcome.Pass) ? JudgementOutcome.Pass
        : JudgementOutcome.Inconclusive;
}
