namespace CanaryJudge.Judging.Aligning;

/// <summary>Windows of histograms one after the other.</summary>
internal static class HistogramJoin
{
    /// <summary>Joins them on bounds that all with data have.</summary>
    /// <param name="bounds">Rising bounds, each one of every part with data; with none, every window is missing.</param>
    /// <param name="parts">The parts, in time order; where one lacks data its own bounds do not count.</param>
    public static HistogramWindows Of(double[] bounds, params ReadOnlySpan<HistogramWindows> parts)
    {
        int windows = 0, columns = bounds.Length + 1;
        foreach (HistogramWindows part in parts) windows += part.Count;
        double[] counts = new double[windows * columns];
        Span<double> left = counts;
        foreach (HistogramWindows part in parts)
        {
            bool sameBounds = part.Bounds.AsSpan().SequenceEqual(bounds);
            for (int k = 0; k < part.Count; k++, left = left[columns..])
            {
                Span<double> row = left[..columns];
                if (bounds.Length == 0 || !part.IsPresent(k)) row.Fill(double.NaN);
                else if (sameBounds) part.Row(k).CopyTo(row);
                else CommonBounds.Coarsen(part.Row(k), part.Bounds, bounds, row);
            }
        }

        return HistogramWindows.Of(bounds, counts);
    }
}
