using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging;

/// <summary>Says what is wrong with windows that are to be judged by a policy: names, order, kinds, lengths, numbers.</summary>
internal static class WindowsCheck
{
    /// <summary>Every violation, each a sentence that names the metric; none when the windows can be judged.</summary>
    public static IReadOnlyList<string> Violations(CanaryPolicy policy, IReadOnlyList<MetricWindows> metrics)
    {
        List<string> found = [];
        if (policy.Metrics.Count == 0) found.Add("The policy has no metrics; it needs at least one.");
        if (metrics.Count != policy.Metrics.Count) found.Add($"The policy has {Counted.Of(policy.Metrics.Count, "metric")} and there are windows for {metrics.Count}.");
        for (int i = 0; i < Math.Min(metrics.Count, policy.Metrics.Count); i++)
        {
            MetricPolicy expected = policy.Metrics[i];
            MetricWindows actual = metrics[i];
            if (actual.Metric.Name != expected.Name) found.Add($"Metric {i} of the policy is {expected.Name} and the windows are of {actual.Metric.Name}; they come in the policy's order.");
            else if (actual.Metric != expected && !SameRules(actual.Metric, expected)) found.Add($"{expected.Name}: the windows come with other rules than the policy's.");
            else Check(actual, metrics[0].Baseline.Count, found);
        }

        return found;
    }

    // Queries say where numbers came from, not how they are judged or told: windows of a recording need not have those of the policy.
    private static bool SameRules(MetricPolicy a, MetricPolicy b) =>
        a with { Quantiles = [], Groups = [], Terms = [] } == b with { Quantiles = [], Groups = [], Terms = [] } && a.Quantiles.SequenceEqual(b.Quantiles) && a.Groups.SequenceEqual(b.Groups);

    private static void Check(MetricWindows metric, int count, List<string> found)
    {
        string name = metric.Metric.Name;
        if (metric.Metric.Kind == MetricKind.Histogram && metric.Metric.Quantiles.Count == 0) found.Add($"{name}: a histogram needs at least one quantile to judge.");
        if (metric.Baseline.Count != count || metric.Canary.Count != count)
        {
            found.Add($"{name}: the baseline has {Counted.Of(metric.Baseline.Count, "window")} and the canary {metric.Canary.Count}; all metrics need {count} on both sides.");
        }

        Check(metric, "history", metric.History, found);
        Check(metric, "baseline", metric.Baseline, found);
        Check(metric, "canary", metric.Canary, found);
    }

    private static void Check(MetricWindows metric, string side, SideWindows windows, List<string> found)
    {
        string name = metric.Metric.Name;
        if (KindOf(windows) != metric.Metric.Kind) found.Add($"{name}: the {side} holds {KindOf(windows)} windows and the metric is a {metric.Metric.Kind}.");
        else if (windows.Count > 0 && FirstWrong(windows) is { } wrong) found.Add($"{name}: {side}, {wrong}.");
        if (windows is HistogramWindows h && metric.Baseline is HistogramWindows b && !h.Bounds.SequenceEqual(b.Bounds)) found.Add($"{name}: the {side} has other bucket bounds than the baseline.");
    }

    private static MetricKind KindOf(SideWindows windows) => windows switch
    {
        RatioWindows => MetricKind.Ratio,
        SeriesWindows => MetricKind.Series,
        HistogramWindows => MetricKind.Histogram,
        CountWindows => MetricKind.Count,
        _ => throw new ArgumentException($"Unknown windows {windows.GetType().Name}.", nameof(windows)),
    };

    private static string? FirstWrong(SideWindows windows) => windows switch
    {
        RatioWindows r => Lengths("bad", r.Bad.Length, "total", r.Total.Length) ?? Numbers("bad", r.Bad, 0) ?? Numbers("total", r.Total, 0) ?? BadAboveTotal(r),
        SeriesWindows s => Numbers("values", s.Values, double.NegativeInfinity),
        CountWindows c => Lengths("events", c.Events.Length, "exposure", c.Exposure.Length) ?? Numbers("events", c.Events, 0) ?? Numbers("exposure", c.Exposure, 0),
        HistogramWindows h => Bounds(h.Bounds) ?? Counts(h),
        _ => null,
    };

    private static string? Lengths(string first, int a, string second, int b) => a == b ? null : $"{a} {first} and {b} {second}, which must be as many";

    private static string? Numbers(string field, double[] values, double least)
    {
        int at = Array.FindIndex(values, v => double.IsInfinity(v) || v < least);
        return at < 0 ? null : $"{field}[{at}] is {values[at]}; it must be finite{(least == 0 ? " and 0 or more" : "")}, or NaN for a missing window";
    }

    private static string? BadAboveTotal(RatioWindows ratio)
    {
        for (int at = 0; at < ratio.Count; at++)
        {
            if (ratio.Bad[at] > ratio.Total[at]) return $"bad[{at}] is {ratio.Bad[at]}, above its total of {ratio.Total[at]}";
        }

        return null;
    }

    private static string? Bounds(double[] bounds)
    {
        int at = Enumerable.Range(0, bounds.Length).FirstOrDefault(b => !double.IsFinite(bounds[b]) || (b > 0 && bounds[b] <= bounds[b - 1]), -1);
        return at < 0 ? null : $"bounds[{at}] is {bounds[at]}; bounds are finite and rise";
    }

    private static string? Counts(HistogramWindows histogram)
    {
        for (int k = 0; k < histogram.Count; k++)
        {
            ReadOnlySpan<double> row = histogram.Row(k);
            for (int at = 0; at < row.Length; at++)
            {
                if (!double.IsFinite(row[at]) || row[at] < 0) return $"counts[{k}][{at}] is {row[at]}; it must be finite and 0 or more";
            }
        }

        return null;
    }
}
