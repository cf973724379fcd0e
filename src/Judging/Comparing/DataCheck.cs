using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Comparing;

/// <summary>Says whether a metric has enough data to be judged at all. Missing data is never a pass.</summary>
internal static class DataCheck
{
    /// <summary>Fewer windows cannot show how much windows differ from each other; nothing passes or fails on them.</summary>
    public const int MinimumWindows = 5;

    /// <summary>More than this share of the windows after warm-up dropped, and the metric has no data.</summary>
    public const double MostDroppedShare = 0.2;

    /// <summary>So many windows dropped at least before that share counts, and so many in a row at the end mean that the canary's data stopped.</summary>
    public const int DroppedWindows = 3;

    /// <summary>True when nothing at all can be said: no traffic on the canary, or several series where one was asked for.</summary>
    public static bool IsWithoutData(MetricWindows metric, CanaryPolicy policy, WindowPairs pairs) =>
        pairs.Elapsed > 0 && (HasNoTraffic(metric, policy, pairs) || metric.Faults.Any(f => f.Kind == FaultKind.SeveralSeries && IsKnown(f, pairs)));

    /// <summary>The judgement when there is not enough data for a comparison of windows; null when the metric can be judged.</summary>
    public static Judgement? Judge(MetricWindows metric, CanaryPolicy policy, WindowPairs pairs)
    {
        if (Lacking(metric, policy, pairs) is { } lacking) return lacking;
        int needed = MinimumWindows - pairs.Present.Length;
        return needed <= 0 ? null : Make(metric, JudgementOutcome.Inconclusive, $"{metric.Metric.Name} needs {Counted.Of(needed, "more window")}: {pairs.Present.Length} of {MinimumWindows} so far.");
    }

    /// <summary>The judgement when the source failed, the warm-up is not over, or data is missing; null when what there is can be looked at.</summary>
    public static Judgement? Lacking(MetricWindows metric, CanaryPolicy policy, WindowPairs pairs)
    {
        string name = metric.Metric.Name;
        if (metric.Problems.Count > 0)
        {
            string more = metric.Problems.Count == 1 ? "" : $" ({Counted.Of(metric.Problems.Count - 1, "more problem")}.)";
            return Make(metric, JudgementOutcome.Error, $"{name} could not be measured: {metric.Problems[0].Message}{more}");
        }

        DataFault? several = metric.Faults.FirstOrDefault(f => f.Kind == FaultKind.SeveralSeries && IsKnown(f, pairs));
        if (several is not null) return Missing(metric, $"{name} has no data for the {several.Side.ToString().ToLowerInvariant()}: {several.Detail}");
        if (pairs.Elapsed == 0) return Make(metric, JudgementOutcome.Inconclusive, $"{name}: {metric.Baseline.Count} of {Counted.Of(policy.WarmUp, "warm-up window")} so far; judging begins after the warm-up.");
        if (HasNoTraffic(metric, policy, pairs)) return Make(metric, JudgementOutcome.NoData, $"{name}: no traffic on the canary since warm-up, so there is nothing to judge.");
        int silent = SilentAtEnd(metric, pairs);
        if (silent >= DroppedWindows) return Missing(metric, $"{name}: the canary has had no data for the last {silent} windows while the baseline has.{FaultOf(metric, policy.WarmUp, pairs)}");
        if (!IsTooMany(pairs.Dropped, pairs.Elapsed)) return null;
        return Missing(metric, $"{name}: {pairs.Dropped} of {pairs.Elapsed} windows have no data on one side or both, more than the {Figures.Percent(MostDroppedShare)} that may be missing.{FaultOf(metric, policy.WarmUp, pairs)}");
    }

    /// <summary>True when so many windows were dropped that the rest is not to be trusted.</summary>
    public static bool IsTooMany(int dropped, int elapsed) => dropped >= DroppedWindows && dropped > MostDroppedShare * elapsed;

    /// <summary>No data, as the metric's rule for missing data takes it.</summary>
    public static Judgement Missing(MetricWindows metric, string reason) => metric.Metric.Missing == MissingRule.Fail
        ? Make(metric, JudgementOutcome.Fail, reason + " The policy takes missing data as a failure.")
        : Make(metric, JudgementOutcome.NoData, reason);

    private static Judgement Make(MetricWindows metric, JudgementOutcome outcome, string reason) => new() { Windows = metric, Outcome = outcome, Reason = reason };

    // Windows at the end in which the baseline has data and the canary does not even answer.
    private static int SilentAtEnd(MetricWindows metric, WindowPairs pairs)
    {
        int silent = 0;
        for (int k = pairs.Count - 1; silent < pairs.Elapsed && metric.Baseline.IsPresent(k) && !metric.Canary.IsPresent(k) && !metric.IsIdle(k); k--) silent++;
        return silent;
    }

    private static bool HasNoTraffic(MetricWindows metric, CanaryPolicy policy, WindowPairs pairs)
    {
        for (int k = policy.WarmUp; k < policy.WarmUp + pairs.Elapsed; k++)
        {
            if (!metric.IsIdle(k)) return false;
        }

        return true;
    }

    // The latest fault that cost the emptier side a window after warm-up; without one, that nothing matched at all.
    private static string FaultOf(MetricWindows metric, int warmUp, WindowPairs pairs)
    {
        int Missing(SideWindows side) => Enumerable.Range(0, pairs.Count).Count(k => !side.IsPresent(k));
        Side side = Missing(metric.Canary) >= Missing(metric.Baseline) ? Side.Canary : Side.Baseline;
        DataFault[] faults = [.. metric.Faults.Where(f => f.Side == side && IsKnown(f, pairs))];
        DataFault? fault = faults.LastOrDefault(f => f.Window >= warmUp && f.Kind != FaultKind.Reset) ?? faults.LastOrDefault(f => f.Kind is FaultKind.NoSeries or FaultKind.BucketMismatch);
        return fault is null ? "" : $" {fault.Side}, {fault.Detail}";
    }

    // A fault of a window that comes after those that are looked at was not known then.
    private static bool IsKnown(DataFault fault, WindowPairs pairs) => fault.Window is null || fault.Window < pairs.Count;
}
