using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Deciding;
using Spectre.Console;

namespace CanaryJudge.Cli.Rendering;

/// <summary>The few colours that carry a meaning. The words say the same, for those who see no colour.</summary>
internal static class Palette
{
    /// <summary>Behind the facts: titles, ranges, what is only for reference.</summary>
    public static readonly Style Quiet = new(foreground: Color.Grey);

    /// <summary>The style of a verdict's headline.</summary>
    public static Style Of(Verdict verdict) => Of(verdict.Outcome, verdict.CouldNotJudge);

    /// <summary>The style of an outcome.</summary>
    public static Style Of(VerdictOutcome outcome, bool couldNotJudge) => new(foreground: outcome switch
    {
        VerdictOutcome.Promote => Color.Green,
        VerdictOutcome.Rollback => Color.Red,
        _ => couldNotJudge ? Color.Fuchsia : Color.Yellow,
    });

    /// <summary>The style of a judgement.</summary>
    public static Style Of(JudgementOutcome outcome) => new(foreground: outcome switch
    {
        JudgementOutcome.Pass => Color.Green,
        JudgementOutcome.Fail => Color.Red,
        JudgementOutcome.Inconclusive => Color.Yellow,
        _ => Color.Fuchsia,
    });
}
