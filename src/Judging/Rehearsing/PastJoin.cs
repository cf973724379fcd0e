using CanaryJudge.Judging.Aligning;

namespace CanaryJudge.Judging.Rehearsing;

/// <summary>Joins windows that were fetched or recorded piece by piece into one past.</summary>
public static class PastJoin
{
    /// <summary>Joins pieces, oldest first.</summary>
    /// <param name="pieces">Windows of one kind; at least one piece.</param>
    /// <param name="gap">Missing windows between two pieces: 0 when they are neighbours in time, more when they are not.</param>
    /// <returns>The windows; histograms on the bounds that all pieces with data share.</returns>
    /// <exception cref="ArgumentException">There are no pieces, or they are of different kinds.</exception>
    public static SideWindows Of(IReadOnlyList<SideWindows> pieces, int gap) => pieces.Count == 0
        ? throw new ArgumentException("There are no pieces to join.", nameof(pieces))
        : pieces[0] switch
        {
            RatioWindows => new RatioWindows(Numbers(pieces, gap, (RatioWindows r) => r.Bad), Numbers(pieces, gap, (RatioWindows r) => r.Total)),
            SeriesWindows => new SeriesWindows(Numbers(pieces, gap, (SeriesWindows s) => s.Values)),
            CountWindows => new CountWindows(Numbers(pieces, gap, (CountWindows c) => c.Events), Numbers(pieces, gap, (CountWindows c) => c.Exposure)),
            HistogramWindows => Histograms(pieces, gap),
            _ => throw new ArgumentException($"Unknown windows {pieces[0].GetType().Name}.", nameof(pieces)),
        };

    /// <summary>A part of a past.</summary>
    /// <param name="windows">The windows.</param>
    /// <param name="from">The first one.</param>
    /// <param name="count">How many.</param>
    /// <returns>These windows; those of a histogram share the counts.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many.</exception>
    public static SideWindows Part(SideWindows windows, int from, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(from + count, windows.Count, nameof(count));
        return WindowPick.Of(windows, [.. Enumerable.Range(from, count)]);
    }

    private static double[] Numbers<T>(IReadOnlyList<SideWindows> pieces, int gap, Func<T, double[]> part)
        where T : SideWindows
    {
        List<double> all = [];
        foreach (SideWindows piece in pieces)
        {
            if (all.Count > 0) all.AddRange(Enumerable.Repeat(double.NaN, gap));
            all.AddRange(part(Same<T>(piece)));
        }

        return [.. all];
    }

    private static HistogramWindows Histograms(IReadOnlyList<SideWindows> pieces, int gap)
    {
        HistogramWindows[] all = [.. pieces.Select(Same<HistogramWindows>)];
        HistogramWindows[] present = [.. all.Where(h => h.Bounds.Length > 0 && h.IsAnyPresent)];
        double[] common = present.Length == 0 ? [] : [.. present[0].Bounds.Where(b => present.All(h => h.Bounds.Any(other => CommonBounds.IsSame(b, other))))];
        HistogramWindows between = HistogramWindows.Missing(common, gap);
        List<HistogramWindows> parts = [];
        foreach (HistogramWindows piece in all)
        {
            if (parts.Exists(part => part.Count > 0)) parts.Add(between);
            parts.Add(piece);
        }

        return HistogramJoin.Of(common, grows: false, [.. parts]);
    }

    private static T Same<T>(SideWindows piece)
        where T : SideWindows => piece as T ?? throw new ArgumentException($"A piece holds {piece.GetType().Name} and the first {typeof(T).Name}.", nameof(piece));
}
