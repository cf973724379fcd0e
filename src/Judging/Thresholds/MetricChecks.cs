using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Thresholds;

/// <summary>The checks of one metric, window by window: what passed, what failed, and what is not there.</summary>
internal sealed class MetricChecks(MetricWindows metric, CanaryPolicy policy)
{
    private readonly bool isSeveral = metric.Faults.Any(f => f.Kind == FaultKind.SeveralSeries);
    private readonly bool isProblem = metric.Problems.Count > 0;
    private readonly List<int> pool = [];
    private readonly List<int> used = [];
    private double baselineEvents;
    private double canaryEvents;
    private bool onlyIdle = true;
    private int silent;
    private int dropped;
    private int elapsed;

    /// <summary>The metric.</summary>
    public MetricWindows Metric => metric;

    /// <summary>Passed checks, failed ones, and those that could say neither.</summary>
    public CheckTally Tally { get; private set; } = new(0, policy.Threshold.LeastPasses, 0, policy.Threshold.Failures, 0);

    /// <summary>The latest check; null before the first.</summary>
    public LimitCheck? Last { get; private set; }

    /// <summary>The latest check that failed; null when none has.</summary>
    public LimitCheck? LastFailed { get; private set; }

    /// <summary>Windows that were in a check.</summary>
    public ReadOnlySpan<int> Used => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(used);

    /// <summary>Events of the side that has fewer of them since the last check; the next one is made at the policy's least.</summary>
    public double Waiting => Math.Min(baselineEvents, canaryEvents);

    /// <summary>True when the metric rolls back: by its checks, or by missing data where its rule says so.</summary>
    public bool HasFailed => Tally.Failed >= Tally.FailuresLimit || (metric.Metric.Missing == MissingRule.Fail && IsMissing && !isProblem);

    /// <summary>True when the metric lets the canary go: passes enough, the latest one among them, and data that is there.</summary>
    public bool HasPassed => Tally.Passed >= Tally.PassesNeeded && LeansToSafety;

    /// <summary>True when only the number of passes is missing: more of them than failures, the latest one among them, and data that is there.</summary>
    public bool LeansToSafety => Tally.Passed > Tally.Failed && Last?.Outcome == JudgementOutcome.Pass && !IsMissing && !isProblem;

    // The canary fell silent, too many windows are missing, or the answer is several series: as for every judge.
    private bool IsMissing =>
        isSeveral || (!onlyIdle && (silent >= DataCheck.DroppedWindows || DataCheck.IsTooMany(dropped, elapsed)));

    /// <summary>Takes the next window. Later ones are not looked at.</summary>
    public void Add(int window)
    {
        if (window < policy.WarmUp) return;
        elapsed++;
        (bool before, bool now) = (metric.Baseline.IsPresent(window), metric.Canary.IsPresent(window));
        bool idle = metric.IsIdle(window);
        onlyIdle &= idle;
        silent = before && !now && !idle ? silent + 1 : 0;
        if (!before || !now)
        {
            dropped++;
            return;
        }

        if (isSeveral || isProblem) return;
        pool.Add(window);
        used.Add(window);
        baselineEvents += Events(metric.Baseline, window);
        canaryEvents += Events(metric.Canary, window);
        if (Waiting >= Needed) Check();
    }

    // A series is one value a window, and an exposure has a unit that only its owner knows: any of it makes a check.
    private double Needed => metric.Metric.Kind is MetricKind.Ratio or MetricKind.Histogram ? policy.Threshold.MinEvents : double.Epsilon;

    private static double Events(SideWindows side, int window) => side switch
    {
        RatioWindows ratio => ratio.Total[window],
        HistogramWindows histogram => histogram.Total(window),
        CountWindows count => count.Exposure[window],
        _ => 1,
    };

    private void Check()
    {
        LimitCheck check = LimitCheck.Of(metric, [.. pool]);
        Last = check;
        if (check.Outcome == JudgementOutcome.Fail) LastFailed = check;
        Tally = check.Outcome switch
        {
            JudgementOutcome.Pass => Tally with { Passed = Tally.Passed + 1 },
            JudgementOutcome.Fail => Tally with { Failed = Tally.Failed + 1 },
            _ => Tally with { Unclear = Tally.Unclear + 1 },
        };
        pool.Clear();
        (baselineEvents, canaryEvents) = (0, 0);
    }
}
