using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Rehearsing;

/// <summary>Forms rollouts that never were from a metric's past: its windows for the baseline, and a canary of the same version, healthy or made worse.</summary>
internal sealed class Stage
{
    private const int ForDealing = 1, ForNoise = 2, ForHarm = 3;

    private readonly Past past;
    private readonly RehearsalSettings settings;
    private readonly Dealing?[] dealings;
    private readonly SeriesTwin?[] twins;

    /// <summary>Prepares the past: what is learnt from the whole of it is learnt once.</summary>
    public Stage(Past past, RehearsalSettings settings)
    {
        this.past = past;
        this.settings = settings;
        Rollouts = past.HasTwoSides ? Math.Min(settings.Rollouts, past.Apart) : settings.Rollouts;
        dealings = new Dealing?[past.Metrics.Count];
        twins = new SeriesTwin?[past.Metrics.Count];
        for (int m = 0; m < past.Metrics.Count; m++)
        {
            PastWindows metric = past.Metrics[m];
            if (metric.Other is not null) continue;
            if (metric.Metric.Kind == MetricKind.Series) twins[m] = new SeriesTwin(metric);
            else dealings[m] = Dealing.Of(metric, settings.Share);
        }
    }

    /// <summary>Rollouts of each kind that are formed.</summary>
    public int Rollouts { get; }

    /// <summary>The noise that a series' other side is made with; null of other metrics, and where there is another side.</summary>
    public SeriesTwin? TwinOf(int m) => twins[m];

    /// <summary>One metric of one rollout. The same numbers for the same arguments, in any order and on any thread.</summary>
    /// <param name="m">The metric's place in the policy.</param>
    /// <param name="rollout">Which one, 0 to <see cref="Rollouts"/> - 1; all metrics of a rollout are of the same time.</param>
    /// <param name="policy">The rules: history and horizon may be others than the past's policy's.</param>
    /// <param name="injection">What is made wrong; null for nothing.</param>
    public MetricWindows Form(int m, int rollout, CanaryPolicy policy, Injection? injection)
    {
        PastWindows metric = past.Metrics[m];
        int start = StartOf(rollout, policy);
        int[] before = Places(start - policy.History, policy.History), during = Places(start, policy.Horizon);
        SideWindows history = WindowPick.Of(metric.Baseline, before), baseline = WindowPick.Of(metric.Baseline, during), canary;
        if (metric.Other is not null) canary = WindowPick.Of(metric.Other, during);
        else if (twins[m] is SeriesTwin twin) canary = new SeriesWindows(twin.Values(during, Draw.For(settings.Seed, ForNoise, m, rollout)));
        else (baseline, canary) = dealings[m]!.Deal(baseline, Draw.For(settings.Seed, ForDealing, m, rollout));
        if (injection is Injection harm)
        {
            SideWindows reference = history.Count > 0 ? history : baseline;
            canary = Harm.Of(policy.Metrics[m], harm, canary, reference, policy.Horizon, Draw.For(settings.Seed, ForHarm, m, rollout));
        }

        return new MetricWindows { Metric = policy.Metrics[m], History = history, Baseline = baseline, Canary = canary };
    }

    // Spread evenly over the past; of two sides, which have no randomness of their own, no window is judged twice.
    private int StartOf(int rollout, CanaryPolicy policy)
    {
        if (past.HasTwoSides) return policy.History + rollout * policy.Horizon;
        int room = past.Windows - policy.History - policy.Horizon;
        if (room <= 0) return (int)((long)rollout * past.Windows / Rollouts);
        return policy.History + (Rollouts == 1 ? 0 : (int)((long)rollout * room / (Rollouts - 1)));
    }

    // A rollout that is longer than the past goes round: the past begins again after its end, on both sides at once.
    private int[] Places(int from, int count)
    {
        int[] places = new int[count];
        for (int k = 0; k < count; k++) places[k] = ((from + k) % past.Windows + past.Windows) % past.Windows;
        return places;
    }
}
