using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Rehearsing;

/// <summary>Says that a metric cannot be decided, and what would let it be.</summary>
internal static class RemedyWords
{
    /// <summary>One sentence.</summary>
    public static string Undecided(MetricPolicy metric, CanaryPolicy policy, Chances passed, Remedy remedy)
    {
        string state = $"{metric.Name}: a healthy canary passes within the horizon of {Counted.Of(policy.Horizon, "window")} in only {passed.Times} of {passed.Of} rehearsals";
        if (remedy.IsNone) return $"{state}; no longer horizon, wider margin or larger share that was tried helps: look at what it measures.";
        List<string> ways = [];
        if (remedy.Horizon is int horizon) ways.Add($"a horizon of {horizon}");
        if (remedy.MarginFactor is double factor) ways.Add($"a margin of {MarginWords.Of(metric, RemedySearch.Scaled(metric.Margin, factor))} instead of {MarginWords.Of(metric)}");
        if (remedy.Share is double share) ways.Add($"a canary share of {Figures.Percent(share)}");
        string or = ways.Count == 1 ? ways[0] : string.Join(", ", ways[..^1]) + " or " + ways[^1];
        return $"{state}; {or} would decide it.";
    }
}
