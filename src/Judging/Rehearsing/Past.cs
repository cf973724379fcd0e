using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Rehearsing;

/// <summary>What rehearsals are formed from: a policy, and the past of each of its metrics.</summary>
/// <param name="Policy">The rules that are rehearsed.</param>
/// <param name="Metrics">One entry a metric of the policy, in its order; all of one length.</param>
public sealed record Past(CanaryPolicy Policy, IReadOnlyList<PastWindows> Metrics)
{
    /// <summary>Windows of the past.</summary>
    public int Windows => Metrics[0].Baseline.Count;

    /// <summary>True when other instances of the same version stand in for the canary; false when it is made from the baseline.</summary>
    public bool HasTwoSides => Metrics.Any(metric => metric.Other is not null);

    /// <summary>Windows that one rehearsal takes: its history and its horizon.</summary>
    public int WindowsOfOne => Policy.History + Policy.Horizon;

    /// <summary>Rehearsals that fit into the past without sharing a window that is judged; 0 when not even one does.</summary>
    public int Apart => Math.Max(0, (Windows - Policy.History) / Policy.Horizon);

    /// <summary>Every reason why nothing can be rehearsed; none when it can.</summary>
    /// <returns>Sentences with their remedies.</returns>
    public IReadOnlyList<string> Hindrances()
    {
        List<string> found = [];
        if (Metrics.Count != Policy.Metrics.Count) found.Add($"The policy has {Counted.Of(Policy.Metrics.Count, "metric")} and there is a past of {Metrics.Count}.");
        foreach (PastWindows metric in Metrics)
        {
            if (metric.Baseline.Count != Windows || (metric.Other is not null && metric.Other.Count != Windows)) found.Add($"{metric.Metric.Name}: its past has {Counted.Of(metric.Baseline.Count, "window")} and the first metric's {Windows}; all need the same.");
            else if (metric.MissingShare > MostMissing) found.Add($"{metric.Metric.Name}: {Math.Round(metric.MissingShare * 100)} % of the windows of the past have no data; name another time, another scope, or leave the metric out.");
        }

        if (Apart == 0) found.Add($"The past has {Counted.Of(Windows, "window")}; one rollout takes {WindowsOfOne}, {Policy.History} of history and {Policy.Horizon} of horizon. Name a longer time.");
        return found;
    }

    /// <summary>A past with more windows missing shows nothing.</summary>
    private const double MostMissing = 0.5;
}
