using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Sequential;

/// <summary>One rollout judged window by window: evidence is carried from each window to the next, and nothing later is looked at.</summary>
public sealed class SequentialRun
{
    private const int MissingInARow = 3;

    private readonly CanaryPolicy policy;
    private readonly IReadOnlyList<MetricWindows> metrics;
    private readonly SequentialParameters parameters;
    private readonly IReadOnlyList<EvidenceStream?>[] streams;
    private readonly int[] missing;
    private readonly int[] silent;
    private readonly int[] dropped;
    private readonly HashSet<EvidenceStream> proven = [];
    private readonly int streamCount;
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
        streams = new IReadOnlyList<EvidenceStream?>[metrics.Count];
        Array.Fill(streams, []);
        missing = new int[metrics.Count];
        silent = new int[metrics.Count];
        dropped = new int[metrics.Count];
        foreach (MetricWindows metric in metrics) streamCount += StreamBuilder.Count(metric.Metric);
    }

    /// <summary>The verdict so far; once it is promote or rollback it stays.</summary>
    public VerdictOutcome Outcome { get; private set; } = VerdictOutcome.Pause;

    /// <summary>Windows elapsed at the verdict: at the first final one, or so far.</summary>
    public int WindowsElapsed { get; private set; }

    /// <summary>ln of the evidence that proves harm.</summary>
    public double HarmThreshold => Math.Log(streamCount / parameters.Alpha);

    /// <summary>ln of the evidence that proves safety.</summary>
    public double SafeThreshold => Math.Log(1 / parameters.Beta);

    /// <summary>The streams of each metric, in the metrics' order.</summary>
    public IReadOnlyList<IReadOnlyList<EvidenceStream?>> Streams => streams;

    /// <summary>The constants.</summary>
    internal SequentialParameters Parameters => parameters;

    /// <summary>True when a stream's harm is proven, at this look or by the last one.</summary>
    internal bool IsHarmful(EvidenceStream stream) => stream.LogHarm >= HarmThreshold || (next == policy.Horizon && IsHarmfulAtLast(stream));

    /// <summary>True when a metric's data is missing so much, or so lately, that nothing may be promoted on it.</summary>
    internal bool HasNoData(int metric) =>
        missing[metric] >= MissingInARow || (dropped[metric] >= MissingInARow && dropped[metric] > parameters.MostMissing * (next - policy.WarmUp));

    /// <summary>True when the canary has fallen silent while the baseline has data.</summary>
    internal bool IsSilent(int metric) => silent[metric] >= MissingInARow;

    /// <summary>Judges the next window.</summary>
    public void Advance()
    {
        int window = next++;
        if (Outcome != VerdictOutcome.Pause) return;
        WindowsElapsed = next;
        if (window < policy.WarmUp) return;
        for (int m = 0; m < metrics.Count; m++) Add(m, window);
        bool last = next == policy.Horizon;
        if (HasHarm() || MissingFails() || (last && LastLookHarm())) Outcome = VerdictOutcome.Rollback;
        else if (IsSafe(last)) Outcome = VerdictOutcome.Promote;
    }

    private void Add(int m, int window)
    {
        MetricWindows metric = metrics[m];
        (bool before, bool now) = (metric.Baseline.IsPresent(window), metric.Canary.IsPresent(window));
        missing[m] = before && now ? 0 : missing[m] + 1;
        silent[m] = before && !now ? silent[m] + 1 : 0;
        if (!(before && now)) dropped[m]++;
        if (streams[m].Count == 0)
        {
            streams[m] = StreamBuilder.Build(metric, policy.WarmUp, window, policy.Horizon, parameters);
            foreach (EvidenceStream? stream in streams[m])
            {
                for (int k = policy.WarmUp; k < window; k++) stream?.Add(k);
            }
        }

        foreach (EvidenceStream? stream in streams[m]) stream?.Add(window);
    }

    private bool HasHarm() => All().Any(stream => stream is not null && stream.LogHarm >= HarmThreshold);

    private bool MissingFails() => Enumerable.Range(0, metrics.Count).Any(m => metrics[m].Metric.Missing == MissingRule.Fail && IsSilent(m));

    private bool LastLookHarm() => All().Any(stream => stream is not null && IsHarmfulAtLast(stream));

    private bool IsHarmfulAtLast(EvidenceStream stream)
    {
        LastLook look = stream.Look();
        return parameters.LastLookAlpha > 0 && look.HarmP() <= parameters.LastLookAlpha / streamCount && look.Mean > stream.Margin / 2;
    }

    private bool IsSafe(bool last)
    {
        for (int m = 0; m < metrics.Count; m++)
        {
            if (streams[m].Count == 0 || HasNoData(m) || metrics[m].Problems.Count > 0) return false;
        }

        bool safe = true;
        foreach (EvidenceStream? stream in All()) safe &= stream is not null && IsSafe(stream, last);
        return safe;
    }

    /// <summary>True when a stream's safety is proven and nothing else holds it.</summary>
    internal bool IsSafe(EvidenceStream stream) => IsSafe(stream, next == policy.Horizon);

    private bool IsSafe(EvidenceStream stream, bool last)
    {
        // Evidence is valid at the first crossing (Ville), so a pass is kept; but not against the present, should it turn.
        if (stream.LogSafe >= SafeThreshold) proven.Add(stream);
        if (stream.Windows < parameters.MinWindows || stream.Holds || stream.CanaryTrials < parameters.MinEvents) return false;
        return stream.LogSafe >= SafeThreshold || (parameters.KeepPasses && proven.Contains(stream) && stream.LogHarm <= 0) || (last && parameters.LastLookBeta > 0 && stream.Look().SafeP(stream.SafeMargin) <= parameters.LastLookBeta);
    }

    private IEnumerable<EvidenceStream?> All() => streams.SelectMany(s => s);
}
