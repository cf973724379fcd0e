using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Analyzer.Analyses.Store;

/// <summary>One side's windows as they are kept.</summary>
internal sealed record SideContent
{
    /// <summary>Bad events, values, or events; null for a histogram and for no windows.</summary>
    public double[]? A { get; init; }

    /// <summary>All events, or exposure; null for other kinds.</summary>
    public double[]? B { get; init; }

    /// <summary>Rows of bucket counts; null for other kinds.</summary>
    public double[]?[]? Rows { get; init; }

    /// <summary>A side to keep.</summary>
    public static SideContent Of(SideWindows side) => side switch
    {
        RatioWindows ratio => new() { A = ratio.Bad, B = ratio.Total },
        SeriesWindows series => new() { A = series.Values },
        CountWindows count => new() { A = count.Events, B = count.Exposure },
        HistogramWindows histogram => new() { Rows = histogram.ToRows() },
        _ => throw new ArgumentException($"There are no windows of the kind {side.GetType().Name}.", nameof(side)),
    };

    /// <summary>The side again.</summary>
    public SideWindows ToWindows(MetricKind kind, double[] bounds) => kind switch
    {
        MetricKind.Ratio => new RatioWindows(A ?? [], B ?? []),
        MetricKind.Series => new SeriesWindows(A ?? []),
        MetricKind.Count => new CountWindows(A ?? [], B ?? []),
        MetricKind.Histogram => new HistogramWindows(bounds, Rows ?? []),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "An unknown kind."),
    };
}
