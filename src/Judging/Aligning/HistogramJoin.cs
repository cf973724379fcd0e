namespace CanaryJudge.Judging.Aligning;

/// <summary>Windows of histograms one after the other.</summary>
internal static class HistogramJoin
{
    /// <summary>Joins them on bounds that all with data have.</summary>
    /// <param name="bounds">Rising bounds, each one of every part with data; with none, every window is missing.</param>
    /// <param name="grows">True when more are to be joined behind the result: it then has room for as many rows again.</param>
    /// <param name="parts">The parts, in time order, one at least; where one lacks data its own bounds do not count.</param>
    /// <remarks>O(rows of the later parts) and an index a window, where the first has these bounds, was made to grow and has had nothing put behind it; else O(all rows).</remarks>
    public static HistogramWindows Of(double[] bounds, bool grows, params ReadOnlySpan<HistogramWindows> parts)
    {
        int windows = 0, later = 0;
        foreach (HistogramWindows part in parts) windows += part.Count;
        if (bounds.Length == 0) return HistogramWindows.Missing(bounds, windows);
        HistogramWindows first = parts[0];
        if (HasBounds(first, bounds) && parts.Length == 1) return first;
        foreach (HistogramWindows part in parts[1..]) later += Rows(part);
        int[] places = new int[windows];
        if (HasBounds(first, bounds) && first.TryTake(later, out Span<double> room) is (BucketRows shared, int known))
        {
            first.Places.CopyTo(places);
            Write(parts[1..], bounds, places.AsSpan(first.Count), known, room);
            return new HistogramWindows(bounds, shared, known + later, places);
        }

        int rows = Rows(first) + later;
        BucketRows own = BucketRows.Of(rows, bounds.Length + 1, grows ? rows : 0, out room);
        Write(parts, bounds, places, 0, room);
        return new HistogramWindows(bounds, own, rows, places);
    }

    private static int Rows(HistogramWindows part) => part.Count - part.Places.Count(HistogramWindows.Absent);

    private static void Write(ReadOnlySpan<HistogramWindows> parts, double[] bounds, Span<int> places, int next, Span<double> room)
    {
        int columns = bounds.Length + 1, window = 0;
        foreach (HistogramWindows part in parts)
        {
            bool isSame = HasBounds(part, bounds);
            for (int k = 0; k < part.Count; k++, window++)
            {
                places[window] = part.IsPresent(k) ? next++ : HistogramWindows.Absent;
                if (!part.IsPresent(k)) continue;
                if (isSame) part.Row(k).CopyTo(room);
                else CommonBounds.Coarsen(part.Row(k), part.Bounds, bounds, room[..columns]);
                room = room[columns..];
            }
        }
    }

    private static bool HasBounds(HistogramWindows part, double[] bounds) => part.Bounds.AsSpan().SequenceEqual(bounds);
}
