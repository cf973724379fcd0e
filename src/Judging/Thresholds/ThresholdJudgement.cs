using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Thresholds;

/// <summary>Says in numbers and in a sentence what a metric's checks have shown so far.</summary>
internal static class ThresholdJudgement
{
    /// <summary>The judgement of one metric.</summary>
    /// <param name="checks">Its checks.</param>
    /// <param name="policy">The rules.</param>
    /// <param name="elapsed">Windows that have elapsed, warm-up included.</param>
    /// <param name="mayPass">False while it is too early for any metric to pass.</param>
    public static Judgement Of(MetricChecks checks, CanaryPolicy policy, int elapsed, bool mayPass)
    {
        Comparison[] numbers = checks.Used.IsEmpty ? [] : [.. LimitCheck.Of(checks.Metric, checks.Used.ToArray()).Numbers];
        (JudgementOutcome outcome, string reason) = Outcome(checks, policy, elapsed, mayPass, numbers);
        return new Judgement { Windows = checks.Metric, Outcome = outcome, Reason = reason, Comparisons = numbers, Checks = checks.Tally, LeansToSafety = outcome is JudgementOutcome.Pass or JudgementOutcome.Inconclusive && checks.LeansToSafety };
    }

    private static (JudgementOutcome Outcome, string Reason) Outcome(MetricChecks checks, CanaryPolicy policy, int elapsed, bool mayPass, Comparison[] numbers)
    {
        CheckTally tally = checks.Tally;
        string name = checks.Metric.Metric.Name;
        if (tally.Failed >= tally.FailuresLimit) return (JudgementOutcome.Fail, $"{name} failed {Counted.Of(tally.Failed, "check")}, {RollBack(tally)}, and passed {tally.Passed}; the last in {Told(checks, checks.LastFailed!)}.");
        var known = checks.Metric.Until(elapsed);
        if (DataCheck.Lacking(known, policy, WindowPairs.Of(known, policy)) is { } lacking) return (lacking.Outcome, lacking.Reason);
        if (mayPass && checks.HasPassed) return (JudgementOutcome.Pass, $"{Moved(checks, numbers[0])} in all; {Counted.Of(tally.Passed, "check")} passed and {tally.Failed} failed, {RollBack(tally)}.");
        string last = checks.Last is { } check ? $"; the last in {Told(checks, check)}" : "";
        return (JudgementOutcome.Inconclusive, $"{name}: {tally.Passed} of {Counted.Of(tally.PassesNeeded, "check")} passed, {tally.Failed} failed, {RollBack(tally)}{Unclear(tally)}{last}{Waiting(checks, policy)}.");
    }

    private static string Unclear(CheckTally tally) => tally.Unclear == 0 ? "" : $", {tally.Unclear} could say neither";

    // Only what holds the next check up: a check that is made in every window needs no words.
    private static string Waiting(MetricChecks checks, CanaryPolicy policy) => checks.Metric.Metric.Kind is MetricKind.Ratio or MetricKind.Histogram && checks.Waiting > 0
        ? $"; the next needs {Counted.Of(policy.Threshold.MinEvents, "event")} on each side and has {Figures.Number(checks.Waiting, 6)}"
        : "";

    private static string Told(MetricChecks checks, LimitCheck check)
    {
        string where = check.Windows.Length == 1 ? $"window {check.Windows[0]}" : $"windows {check.Windows[0]} to {check.Windows[^1]}";
        return $"{where}: {Moved(checks, check.Numbers[check.Deciding])}, {check.Against}";
    }

    private static string Moved(MetricChecks checks, Comparison numbers)
    {
        MetricPolicy rules = checks.Metric.Metric;
        return IntervalJudgement.Moved(rules.Kind == MetricKind.Histogram ? $"{rules.Name} {numbers.Name}" : rules.Name, Figures.Of(rules), numbers);
    }

    private static string RollBack(CheckTally tally) => tally.FailuresLimit == 1 ? "1 rolls back" : $"{tally.FailuresLimit} roll back";
}
