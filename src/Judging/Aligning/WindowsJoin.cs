using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Aligning;

/// <summary>Puts windows that were measured one after the other together.</summary>
public static class WindowsJoin
{
    /// <summary>One metric's windows, and those that follow them.</summary>
    /// <param name="earlier">The windows so far, with the history.</param>
    /// <param name="next">The windows that follow, without a history; of the same metric.</param>
    /// <returns>
    /// Both in one. Histograms keep the bucket bounds that both have; when they have none in common the later windows are missing, with a fault. Problems are those of the later
    /// windows: what could not be measured earlier is missing, with a fault. A fault about all windows is told once, for the first window it was found in.
    /// </returns>
    /// <exception cref="ArgumentException">The metrics differ in name or kind, or the later windows have a history.</exception>
    public static MetricWindows Join(MetricWindows earlier, MetricWindows next)
    {
        if (earlier.Metric.Name != next.Metric.Name || earlier.Metric.Kind != next.Metric.Kind) throw new ArgumentException($"Windows of {earlier.Metric.Name} and {next.Metric.Name} do not follow each other.", nameof(next));
        if (next.History.Count > 0) throw new ArgumentException($"{next.Metric.Name}: the later windows have a history.", nameof(next));
        int first = earlier.Baseline.Count;
        List<DataFault> faults = [.. earlier.Faults];
        foreach (DataFault fault in next.Faults) AddOnce(faults, fault, first);
        MetricWindows joined = earlier.Metric.Kind == MetricKind.Histogram ? JoinRows(earlier, next, faults) : earlier with
        {
            Baseline = Append(earlier.Baseline, next.Baseline),
            Canary = Append(earlier.Canary, next.Canary),
        };
        return joined with { Faults = faults, Warnings = [.. earlier.Warnings.Union(next.Warnings, StringComparer.Ordinal)], Problems = next.Problems };
    }

    /// <summary>The windows with a fault for every problem of the source, so that what was missing stays known when the source answers again.</summary>
    public static MetricWindows WithProblemsAsFaults(MetricWindows windows, int firstWindow) => windows.Problems.Count == 0 ? windows : windows with
    {
        Faults = [.. windows.Faults, new DataFault(FaultKind.Gap, Planning.Side.Canary, firstWindow, $"Window {firstWindow} could not be measured: {windows.Problems[0].Message}")],
    };

    private static void AddOnce(List<DataFault> faults, DataFault fault, int window)
    {
        if (fault.Window is not null) faults.Add(fault);
        else if (!faults.Exists(known => known.Kind == fault.Kind && known.Side == fault.Side && known.Detail == fault.Detail)) faults.Add(fault with { Window = window });
    }

    private static SideWindows Append(SideWindows earlier, SideWindows next) => (earlier, next) switch
    {
        (RatioWindows a, RatioWindows b) => new RatioWindows([.. a.Bad, .. b.Bad], [.. a.Total, .. b.Total]),
        (SeriesWindows a, SeriesWindows b) => new SeriesWindows([.. a.Values, .. b.Values]),
        (CountWindows a, CountWindows b) => new CountWindows([.. a.Events, .. b.Events], [.. a.Exposure, .. b.Exposure]),
        _ => throw new ArgumentException($"Windows of the kinds {earlier.GetType().Name} and {next.GetType().Name} do not follow each other.", nameof(next)),
    };

    private static MetricWindows JoinRows(MetricWindows earlier, MetricWindows next, List<DataFault> faults)
    {
        HistogramWindows[] before = [(HistogramWindows)earlier.History, (HistogramWindows)earlier.Baseline, (HistogramWindows)earlier.Canary];
        HistogramWindows[] after = [(HistogramWindows)next.Baseline, (HistogramWindows)next.Canary];
        double[] bounds = Common(before, after);
        if (bounds.Length == 0 && HasRows(before) && HasRows(after))
        {
            bounds = before[1].Bounds;
            after = [.. after.Select(side => HistogramWindows.Missing([], side.Count))];
            faults.Add(new DataFault(FaultKind.BucketMismatch, Planning.Side.Canary, earlier.Baseline.Count, $"No bucket bound of window {earlier.Baseline.Count} is one of the windows before it; left out."));
        }

        return earlier with
        {
            History = HistogramJoin.Of(bounds, grows: false, before[0]),
            Baseline = HistogramJoin.Of(bounds, grows: true, before[1], after[0]),
            Canary = HistogramJoin.Of(bounds, grows: true, before[2], after[1]),
        };
    }

    // Windows without any row have no bounds to agree on.
    private static double[] Common(HistogramWindows[] before, HistogramWindows[] after)
    {
        if (!HasRows(after)) return before[1].Bounds;
        if (!HasRows(before)) return after[0].Bounds;
        return [.. before[1].Bounds.Where(bound => after[0].Bounds.Any(other => CommonBounds.IsSame(bound, other)))];
    }

    private static bool HasRows(HistogramWindows[] sides) => Array.Exists(sides, side => side.IsAnyPresent);
}
