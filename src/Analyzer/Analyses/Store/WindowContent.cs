using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Analyzer.Analyses.Store;

/// <summary>What was measured for one metric by one tick, as it is kept. The rules are not repeated: they are the definition's.</summary>
internal sealed record WindowContent
{
    /// <summary>Histogram: the bucket bounds. Else null.</summary>
    public double[]? Bounds { get; init; }

    /// <summary>The baseline's history; null when it has none.</summary>
    public SideContent? History { get; init; }

    /// <summary>The baseline.</summary>
    public required SideContent Baseline { get; init; }

    /// <summary>The canary.</summary>
    public required SideContent Canary { get; init; }

    /// <summary>What was wrong with the data; null when nothing was.</summary>
    public IReadOnlyList<DataFault>? Faults { get; init; }

    /// <summary>Warnings of the source; null when there were none.</summary>
    public IReadOnlyList<string>? Warnings { get; init; }

    /// <summary>Problems of the source; null when there were none.</summary>
    public IReadOnlyList<SourceProblem>? Problems { get; init; }

    /// <summary>Compresses the windows of every metric.</summary>
    public static byte[] Write(IReadOnlyList<MetricWindows> metrics) => Content.Write([.. metrics.Select(Of)], StoredShapes.Default.IReadOnlyListWindowContent);

    /// <summary>Reads them back.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged, or not those of the policy's metrics.</exception>
    public static IReadOnlyList<MetricWindows> Read(byte[] content, CanaryPolicy policy)
    {
        IReadOnlyList<WindowContent> kept = Content.Read(content, StoredShapes.Default.IReadOnlyListWindowContent);
        if (kept.Count != policy.Metrics.Count) throw new InvalidDataException($"The store holds windows of {kept.Count} metrics, and the policy has {policy.Metrics.Count}.");
        return [.. kept.Zip(policy.Metrics, (windows, metric) => windows.ToWindows(metric))];
    }

    private static WindowContent Of(MetricWindows windows) => new()
    {
        Bounds = (windows.Baseline as HistogramWindows)?.Bounds,
        History = windows.History.Count == 0 ? null : SideContent.Of(windows.History),
        Baseline = SideContent.Of(windows.Baseline),
        Canary = SideContent.Of(windows.Canary),
        Faults = windows.Faults.Count == 0 ? null : windows.Faults,
        Warnings = windows.Warnings.Count == 0 ? null : windows.Warnings,
        Problems = windows.Problems.Count == 0 ? null : windows.Problems,
    };

    private MetricWindows ToWindows(MetricPolicy metric) => new()
    {
        Metric = metric,
        History = (History ?? new SideContent()).ToWindows(metric.Kind, Bounds ?? []),
        Baseline = Baseline.ToWindows(metric.Kind, Bounds ?? []),
        Canary = Canary.ToWindows(metric.Kind, Bounds ?? []),
        Faults = Faults ?? [],
        Warnings = Warnings ?? [],
        Problems = Problems ?? [],
    };
}
