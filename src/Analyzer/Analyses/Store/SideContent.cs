using CanaryJudge.Judging;
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
    /// <exception cref="InvalidDataException">A row of bucket counts does not fit the bounds, or holds what is no count.</exception>
    public SideWindows ToWindows(MetricKind kind, double[] bounds) => kind switch
    {
        MetricKind.Ratio => new RatioWindows(A ?? [], B ?? []),
        MetricKind.Series => new SeriesWindows(A ?? []),
        MetricKind.Count => new CountWindows(A ?? [], B ?? []),
        MetricKind.Histogram => Histogram(bounds, Rows ?? []),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "An unknown kind."),
    };

    private static HistogramWindows Histogram(double[] bounds, double[]?[] rows)
    {
        int wrong = Array.FindIndex(rows, row => row is not null && !(bounds.Length > 0 && row.Length == bounds.Length + 1 && Array.TrueForAll(row, count => double.IsFinite(count) && count >= 0)));
        return wrong < 0 ? new HistogramWindows(bounds, rows) : throw new InvalidDataException($"The store holds a row of {Counted.Of(rows[wrong]!.Length, "bucket count")} that cannot be, of a histogram with {Counted.Of(bounds.Length, "bound")}: it is damaged.");
    }
}
