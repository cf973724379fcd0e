using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Sequential;

/// <summary>One rollout judged window by window: evidence is carried from each window to the next, and nothing later is looked at.</summary>
/// <remarks>
/// A window costs the same however many came before it (but for series whose outliers are cut, which cost O(windows)), and allocates nothing once there is a reference.
/// Not safe for several threads at once.
/// </remarks>
public sealed partial class SequentialRun
{
    private readonly CanaryPolicy policy;
    private readonly SequentialParameters parameters;
    private readonly MetricRun[] runs;
    private readonly int streamCount;
    private readonly double relief;
    private IReadOnlyList<MetricWindows> metrics;
    private int next;

    /// <summary>Starts a run.</summary>
    /// <param name="policy">The rules.</param>
    /// <param name="metrics">The metrics; window k is read only by the k-th call of <see cref="Advance"/>.</param>
    /// <param name="parameters">The constants.</param>
    public SequentialRun(CanaryPolicy policy, IReadOnlyList<MetricWindows> metrics, SequentialParameters parameters)
    {
        this.policy = policy;
        this.metrics = metrics;
        this.parameters = parameters;
        runs = new MetricRun[metrics.Count];
        for (int m = 0; m < runs.Length; m++)
        {
            runs[m] = new MetricRun();
            streamCount += StreamBuilder.Count(metrics[m].Metric);
        }

        HarmThreshold = Math.Log(streamCount / parameters.Alpha);
        SafeThreshold = Math.Log(1 / parameters.Beta);
        relief = Math.Log(parameters.SeriesRelief);
    }

    /// <summary>The verdict so far; once it is promote or rollback it stays.</summary>
    public VerdictOutcome Outcome { get; private set; } = VerdictOutcome.Pause;

    /// <summary>Windows elapsed at the verdict: at the first final one, or so far.</summary>
    public int WindowsElapsed { get; private set; }

    /// <summary>ln of the evidence that proves harm.</summary>
    public double HarmThreshold { get; }

    /// <summary>ln of the evidence that proves safety.</summary>
    public double SafeThreshold { get; }

    /// <summary>The same for one stream: lower for a series with a history where the constants say so.</summary>
    internal double HarmThresholdOf(EvidenceStream stream) => stream.HasRelief ? HarmThreshold - relief : HarmThreshold;

    /// <summary>The streams of each metric, in the metrics' order.</summary>
    public IReadOnlyList<IReadOnlyList<EvidenceStream?>> Streams => Array.ConvertAll(runs, run => run.Streams);

    /// <summary>The constants.</summary>
    internal SequentialParameters Parameters => parameters;

    private bool IsLast => next == policy.Horizon;

    /// <summary>Judges the next window.</summary>
    public void Advance()
    {
        int window = next++;
        if (Outcome != VerdictOutcome.Pause) return;
        WindowsElapsed = next;
        if (window < policy.WarmUp) return;
        for (int m = 0; m < runs.Length; m++) runs[m].Add(Start(m, window));
        if (HasHarm() || MissingFails()) Outcome = VerdictOutcome.Rollback;
        else if (IsSafe()) Outcome = VerdictOutcome.Promote;
    }

    /// <summary>Goes on with more windows of the same rollout.</summary>
    /// <param name="grown">The metrics again, in the same order; the windows that were judged stand in them as they were, and new ones after them.</param>
    /// <exception cref="ArgumentException">There are fewer metrics or windows than were judged.</exception>
    public void Continue(IReadOnlyList<MetricWindows> grown)
    {
        bool isWhole = grown.Count == runs.Length && grown.All(metric => metric.Baseline.Count >= WindowsElapsed && metric.Canary.Count >= WindowsElapsed);
        if (!isWhole) throw new ArgumentException($"{runs.Length} metrics were judged over {WindowsElapsed} windows; all of them are needed again.", nameof(grown));
        metrics = grown;
    }

    /// <summary>The streams of one metric.</summary>
    internal IReadOnlyList<EvidenceStream?> StreamsOf(int metric) => runs[metric].Streams;

    /// <summary>True when a stream's harm is proven, at this look or by the last one.</summary>
    internal bool IsHarmful(EvidenceStream stream) => stream.LogHarm >= HarmThresholdOf(stream) || (IsLast && IsHarmfulAtLast(stream));

    /// <summary>True when a metric's data is missing so much, or so lately, that nothing may be promoted on it.</summary>
    internal bool HasNoData(int metric) => runs[metric].HasNoData(parameters.MostMissing * (next - policy.WarmUp), parameters.MostLopsided * (next - policy.WarmUp));

    /// <summary>True when the canary has fallen silent while the baseline has data.</summary>
    internal bool IsSilent(int metric) => runs[metric].IsSilent;

    /// <summary>True when a stream's safety is proven and nothing else holds it.</summary>
    internal bool IsSafe(EvidenceStream stream) => MayPass(stream) && (stream.LogSafe >= SafeThreshold || (IsLast && IsSafeAtLast(stream)));

    /// <summary>True when nothing holds a stream, the evidence for its safety is more than that for harm, and its difference is nearer to none than to the margin.</summary>
    internal bool LeansToSafety(EvidenceStream stream) => MayPass(stream) && stream.LogSafe > stream.LogHarm && stream.Look().Mean < stream.Margin / 2;

    private bool MayPass(EvidenceStream stream) => !(stream.Windows < parameters.MinWindows || stream.Holds || stream.CanaryTrials < parameters.MinEvents);

    private StreamStart Start(int m, int window) => new(metrics[m], policy.WarmUp, window, policy.Horizon, parameters);

    private bool HasHarm()
    {
        foreach (MetricRun run in runs)
        {
            for (int s = 0; s < run.Streams.Count; s++)
            {
                if (run.Streams[s] is { } stream && IsHarmful(stream)) return true;
            }
        }

        return false;
    }

    private bool MissingFails()
    {
        for (int m = 0; m < runs.Length; m++)
        {
            if (metrics[m].Metric.Missing == MissingRule.Fail && IsSilent(m)) return true;
        }

        return false;
    }

    private bool IsHarmfulAtLast(EvidenceStream stream)
    {
        if (!(parameters.LastLookAlpha > 0)) return false;
        LastLook look = stream.Look();
        return look.HarmP() <= parameters.LastLookAlpha / streamCount && look.Mean > stream.Margin / 2;
    }

    private bool IsSafeAtLast(EvidenceStream stream) => parameters.LastLookBeta > 0 && stream.Look().SafeP(stream.SafeMargin) <= parameters.LastLookBeta;

    private bool IsSafe()
    {
        for (int m = 0; m < runs.Length; m++)
        {
            if (runs[m].Streams.Count == 0 || HasNoData(m) || metrics[m].Problems.Count > 0) return false;
        }

        foreach (MetricRun run in runs)
        {
            for (int s = 0; s < run.Streams.Count; s++)
            {
                if (run.Streams[s] is not { } stream || !IsSafe(stream)) return false;
            }
        }

        return true;
    }
}
