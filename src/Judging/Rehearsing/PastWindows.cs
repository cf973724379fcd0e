using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Rehearsing;

/// <summary>One metric's past: windows of a time in which only one version ran.</summary>
/// <param name="Metric">The metric's rules.</param>
/// <param name="Baseline">The windows, oldest first, of the metric's kind.</param>
/// <param name="Other">The same windows of other instances of the same version, which stand in for the canary; null when there are none and the canary has to be made from the baseline.</param>
public sealed record PastWindows(MetricPolicy Metric, SideWindows Baseline, SideWindows? Other = null)
{
    /// <summary>Share of the windows that are missing on a side, in [0, 1]; 1 when there are none.</summary>
    public double MissingShare
    {
        get
        {
            int missing = 0;
            for (int k = 0; k < Baseline.Count; k++) missing += Baseline.IsPresent(k) && Other?.IsPresent(k) != false ? 0 : 1;
            return Baseline.Count == 0 ? 1 : (double)missing / Baseline.Count;
        }
    }
}
