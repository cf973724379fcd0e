using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Sequential;

/// <summary>Says in numbers and in a sentence what a metric's streams have shown so far.</summary>
internal static class SequentialJudgement
{
    /// <summary>The judgement of one metric of a run.</summary>
    public static Judgement Of(SequentialRun run, CanaryPolicy policy, MetricWindows metric, int index, int elapsed)
    {
        IReadOnlyList<EvidenceStream?> streams = run.StreamsOf(index);
        WindowPairs pairs = WindowPairs.Of(metric, policy, elapsed);
        Comparison[] comparisons = new Comparison[streams.Count];
        for (int s = 0; s < comparisons.Length; s++) comparisons[s] = StreamNumbers.Of(run, policy, metric, streams[s], s, pairs);
        (JudgementOutcome outcome, string reason) = Outcome(run, policy, metric, index, streams, comparisons, pairs);
        bool leans = outcome is JudgementOutcome.Pass or JudgementOutcome.Inconclusive && streams.Count > 0 && First(streams, stream => stream is null || !run.LeansToSafety(stream)) < 0;
        return new Judgement { Windows = metric, Outcome = outcome, Reason = reason, Comparisons = comparisons, LeansToSafety = leans };
    }

    private static (JudgementOutcome Outcome, string Reason) Outcome(
        SequentialRun run, CanaryPolicy policy, MetricWindows metric, int index, IReadOnlyList<EvidenceStream?> streams, Comparison[] comparisons, WindowPairs pairs)
    {
        string name = metric.Metric.Name;
        int harmful = First(streams, stream => stream is not null && run.IsHarmful(stream));
        if (run.Outcome == VerdictOutcome.Rollback && harmful >= 0) return (JudgementOutcome.Fail, Harm(metric, streams[harmful]!, comparisons[harmful]));
        if (metric.Problems.Count > 0 || (run.Outcome != VerdictOutcome.Promote && DataCheck.IsWithoutData(metric, policy, pairs)))
        {
            return DataCheck.Judge(metric, policy, pairs) is { } insufficient ? (insufficient.Outcome, insufficient.Reason) : (JudgementOutcome.NoData, $"{name} has no data.");
        }

        if (run.IsSilent(index) || run.HasNoData(index))
        {
            string reason = $"{name}: {pairs.Dropped} of {pairs.Elapsed} windows have no data on one side or both, the latest of them without a break or more than half.";
            if (!run.IsSilent(index)) return (JudgementOutcome.NoData, reason);
            Judgement missing = DataCheck.Missing(metric, reason);
            return (missing.Outcome, missing.Reason);
        }

        if (streams.Count == 0) return (JudgementOutcome.Inconclusive, NotYet(metric, policy, elapsed: pairs.Elapsed));
        int blind = First(streams, stream => stream is null);
        if (blind >= 0) return (JudgementOutcome.Inconclusive, StreamNumbers.Unresolved(metric, blind));
        int open = run.Outcome == VerdictOutcome.Promote ? -1 : First(streams, stream => !run.IsSafe(stream!));
        if (open < 0) return (JudgementOutcome.Pass, Safe(metric, streams, comparisons));
        return (JudgementOutcome.Inconclusive, Open(run, policy, metric, streams[open]!, comparisons[open]));
    }

    // The first stream of that kind; -1 when there is none.
    private static int First(IReadOnlyList<EvidenceStream?> streams, Predicate<EvidenceStream?> isIt)
    {
        for (int s = 0; s < streams.Count; s++)
        {
            if (isIt(streams[s])) return s;
        }

        return -1;
    }

    private static string Harm(MetricWindows metric, EvidenceStream stream, Comparison numbers) => stream is SeriesStream { Drifts: true }
        ? $"{Moved(metric, numbers)} and keeps drifting, beyond the margin of {Margin(metric, numbers)}."
        : $"{Moved(metric, numbers)}, beyond the margin of {Margin(metric, numbers)}.";

    private static string Safe(MetricWindows metric, IReadOnlyList<EvidenceStream?> streams, Comparison[] comparisons)
    {
        int tightest = Enumerable.Range(0, streams.Count).MinBy(s => streams[s]!.LogSafe);
        return $"{Moved(metric, comparisons[tightest])}, within the margin of {Margin(metric, comparisons[tightest])}.";
    }

    private static string Open(SequentialRun run, CanaryPolicy policy, MetricWindows metric, EvidenceStream stream, Comparison numbers)
    {
        string state = $"{Moved(metric, numbers)}: not yet clear of the margin of {Margin(metric, numbers)}";
        SequentialParameters parameters = run.Parameters;
        if (Outlook.Of(run, policy, metric.Metric.Kind, stream, numbers) is { } outlook) return $"{state}; {OutlookWords.Of(outlook, policy, metric.Metric, numbers)}.";
        if (parameters.MinWindows - stream.Windows is > 0 and int missing) return $"{state}; {Counted.Of(missing, "more window", "is", "are")} the least before a promotion.";
        if (stream.CanaryTrials < parameters.MinEvents) return $"{state}; the canary has had {Figures.Number(stream.CanaryTrials.Value, 6)} of the {parameters.MinEvents} requests that a promotion needs at least.";
        if (stream.Holds) return $"{state}; a drift that would pass it by the horizon is not yet excluded.";
        Evidence evidence = numbers.Evidence!;
        if (!double.IsFinite(evidence.WindowsLeft)) return $"{state}; at the present pace nothing decides it: a longer horizon, a wider margin or more canary traffic would.";
        string requests = evidence.CanaryExposureLeft is double left ? $" (about {Figures.Number(Math.Ceiling(left), 3)} more canary {(metric.Metric.Kind == MetricKind.Count ? "exposure" : Math.Ceiling(left) == 1 ? "request" : "requests")})" : "";
        return $"{state}; about {evidence.WindowsLeft} more {(evidence.WindowsLeft == 1 ? "window decides" : "windows decide")} it{requests}.";
    }

    private static string NotYet(MetricWindows metric, CanaryPolicy policy, int elapsed) => elapsed == 0
        ? $"{metric.Metric.Name}: {metric.Baseline.Count} of {Counted.Of(policy.WarmUp, "warm-up window")} so far; judging begins after the warm-up."
        : $"{metric.Metric.Name} waits for the baseline's first window with data.";

    private static string Moved(MetricWindows metric, Comparison numbers) =>
        IntervalJudgement.Moved(metric.Metric.Kind == MetricKind.Histogram ? $"{metric.Metric.Name} {numbers.Name}" : metric.Metric.Name, Figures.Of(metric.Metric), numbers);

    private static string Margin(MetricWindows metric, Comparison numbers) => Figures.Of(metric.Metric).Margin(numbers.Margin);
}
