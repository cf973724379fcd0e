using CanaryJudge.Judging.Aligning;

namespace CanaryJudge.Scoreboard.Tests.Sequential;

/// <summary>Replaces what has not happened yet.</summary>
internal static class Future
{
    /// <summary>No data from a window on.</summary>
    public static SideWindows Missing(SideWindows side, int from) => Map(side, (k, values) => k < from ? values[k] : double.NaN, (k, rows) => k < from ? rows[k] : null);

    /// <summary>The windows from one on in reversed order: real numbers, at the wrong time.</summary>
    public static SideWindows Reversed(SideWindows side, int from) => Map(side, (k, values) => values[k < from ? k : values.Length - 1 - (k - from)], (k, rows) => rows[k < from ? k : rows.Length - 1 - (k - from)]);

    private static SideWindows Map(SideWindows side, Func<int, double[], double> value, Func<int, double[]?[], double[]?> row)
    {
        double[]?[] rows = (side as HistogramWindows)?.ToRows() ?? [];
        double[] Each(double[] values) => [.. Enumerable.Range(0, values.Length).Select(k => value(k, values))];
        return side switch
        {
            RatioWindows r => new RatioWindows(Each(r.Bad), Each(r.Total)),
            CountWindows c => new CountWindows(Each(c.Events), Each(c.Exposure)),
            SeriesWindows s => new SeriesWindows(Each(s.Values)),
            HistogramWindows h => new HistogramWindows(h.Bounds, [.. Enumerable.Range(0, h.Count).Select(k => row(k, rows))]),
            _ => throw new ArgumentException($"Windows of type {side.GetType().Name} have no future.", nameof(side)),
        };
    }
}
