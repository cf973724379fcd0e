using CanaryJudge.Judging.Aligning;

namespace CanaryJudge.Judging.Rehearsing;

/// <summary>Windows picked from a longer row, in any order.</summary>
internal static class WindowPick
{
    /// <summary>The windows at these places; the numbers are copied, but for the counts of a histogram, which are shared.</summary>
    public static SideWindows Of(SideWindows windows, ReadOnlySpan<int> places) => windows switch
    {
        RatioWindows r => new RatioWindows(Of(r.Bad, places), Of(r.Total, places)),
        SeriesWindows s => new SeriesWindows(Of(s.Values, places)),
        CountWindows c => new CountWindows(Of(c.Events, places), Of(c.Exposure, places)),
        HistogramWindows h => h.Pick(places),
        _ => throw new ArgumentException($"Unknown windows {windows.GetType().Name}.", nameof(windows)),
    };

    private static double[] Of(double[] values, ReadOnlySpan<int> places)
    {
        double[] picked = new double[places.Length];
        for (int k = 0; k < picked.Length; k++) picked[k] = values[places[k]];
        return picked;
    }
}
