namespace CanaryJudge.Judging.Aligning;

/// <summary>Counts in buckets a window, both sides and the history over the same bounds.</summary>
/// <remarks>All rows lie in one array: a histogram has one a window, and an array each was a quarter of the cost of aligning it.</remarks>
public sealed record HistogramWindows : SideWindows
{
    // Row after row, bounds + 1 counts each; a missing window is a row of NaN.
    private readonly double[] _counts;
    private readonly int _first;

    /// <summary>From one row a window.</summary>
    /// <param name="bounds">Upper bounds of the buckets, rising, finite; the last bucket, above the last bound, is the overflow.</param>
    /// <param name="rows">One row a window: bounds + 1 counts, each 0 or more, not cumulative; null is a missing window. Copied.</param>
    /// <exception cref="ArgumentException">A row has not one count more than there are bounds, or holds NaN, or is there and there are no bounds. Whether counts are finite and 0 or more is looked at when they are judged.</exception>
    public HistogramWindows(double[] bounds, double[]?[] rows)
        : this(bounds, Flat(bounds, rows), 0, rows.Length)
    {
    }

    private HistogramWindows(double[] bounds, double[] counts, int first, int count) => (Bounds, _counts, _first, Count) = (bounds, counts, first, count);

    /// <summary>Upper bounds of the buckets, rising, finite.</summary>
    public double[] Bounds { get; }

    /// <inheritdoc/>
    public override int Count { get; }

    /// <summary>The counts of a window: one a bound and the overflow, not cumulative. Empty when the window is missing.</summary>
    /// <param name="window">Index from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such window.</exception>
    public ReadOnlySpan<double> Row(int window)
    {
        ReadOnlySpan<double> row = Place(window);
        return double.IsNaN(row[0]) ? [] : row;
    }

    /// <inheritdoc/>
    public override bool IsPresent(int window) => !double.IsNaN(Place(window)[0]);

    /// <summary>True when any window has data.</summary>
    public bool IsAnyPresent
    {
        get
        {
            int k = 0;
            while (k < Count && !IsPresent(k)) k++;
            return k < Count;
        }
    }

    /// <summary>All counts of a window; NaN when it is missing.</summary>
    /// <param name="window">Index from 0.</param>
    public double Total(int window)
    {
        double total = 0;
        foreach (double count in Place(window)) total += count;
        return total;
    }

    /// <summary>Each bucket's counts of some windows added up, in the order given: one a bound and the overflow.</summary>
    /// <param name="windows">Indexes of the windows; missing ones are passed over.</param>
    public double[] Pooled(ReadOnlySpan<int> windows)
    {
        double[] sums = new double[Bounds.Length + 1];
        foreach (int k in windows) AddTo(sums, k);
        return sums;
    }

    /// <summary>Each bucket's counts of all windows added up.</summary>
    public double[] PooledAll()
    {
        double[] sums = new double[Bounds.Length + 1];
        for (int k = 0; k < Count; k++) AddTo(sums, k);
        return sums;
    }

    /// <inheritdoc/>
    public override SideWindows First(int windows) => Slice(0, windows);

    /// <summary>Some windows one after the other; nothing is copied.</summary>
    /// <param name="from">The first one.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many.</exception>
    public HistogramWindows Slice(int from, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count - from);
        return new HistogramWindows(Bounds, _counts, _first + from, count);
    }

    /// <summary>The windows at these places, in this order; copied.</summary>
    /// <param name="places">Indexes of windows, one as often as wanted.</param>
    internal HistogramWindows Pick(ReadOnlySpan<int> places)
    {
        int columns = Bounds.Length + 1;
        double[] picked = new double[places.Length * columns];
        for (int k = 0; k < places.Length; k++) Place(places[k]).CopyTo(picked.AsSpan(k * columns));
        return Of(Bounds, picked);
    }

    /// <summary>One row a window, copied; null is a missing window.</summary>
    public double[]?[] ToRows()
    {
        double[]?[] rows = new double[]?[Count];
        for (int k = 0; k < rows.Length; k++) rows[k] = IsPresent(k) ? Row(k).ToArray() : null;
        return rows;
    }

    /// <summary>Windows that are all missing.</summary>
    /// <param name="bounds">Upper bounds of the buckets; none when nothing is known of them.</param>
    /// <param name="count">How many windows.</param>
    internal static HistogramWindows Missing(double[] bounds, int count)
    {
        double[] counts = new double[count * (bounds.Length + 1)];
        counts.AsSpan().Fill(double.NaN);
        return new HistogramWindows(bounds, counts, 0, count);
    }

    /// <summary>From rows that lie behind each other already.</summary>
    /// <param name="bounds">Upper bounds of the buckets.</param>
    /// <param name="counts">Bounds + 1 counts a window, all NaN where it is missing. Kept, not copied.</param>
    internal static HistogramWindows Of(double[] bounds, double[] counts) => new(bounds, counts, 0, counts.Length / (bounds.Length + 1));

    private ReadOnlySpan<double> Place(int window)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(window);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(window, Count);
        int columns = Bounds.Length + 1;
        return _counts.AsSpan((_first + window) * columns, columns);
    }

    private void AddTo(Span<double> sums, int window)
    {
        ReadOnlySpan<double> row = Row(window);
        for (int b = 0; b < row.Length; b++) sums[b] += row[b];
    }

    private static double[] Flat(double[] bounds, double[]?[] rows)
    {
        int columns = bounds.Length + 1;
        double[] counts = new double[rows.Length * columns];
        for (int k = 0; k < rows.Length; k++)
        {
            Span<double> place = counts.AsSpan(k * columns, columns);
            if (rows[k] is not { } row)
            {
                place.Fill(double.NaN);
                continue;
            }

            if (WhyNot(row, k, bounds.Length) is { } why) throw new ArgumentException($"{why}.", nameof(rows));
            row.CopyTo(place);
        }

        return counts;
    }

    private static string? WhyNot(double[] row, int window, int bounds)
    {
        if (bounds == 0) return $"counts[{window}] is present and there are no bucket bounds";
        if (row.Length != bounds + 1) return $"counts[{window}] has {Counted.Of(row.Length, "bucket")}; {Counted.Of(bounds, "bound", "needs", "need")} {bounds + 1}";
        int at = Array.FindIndex(row, double.IsNaN);
        return at < 0 ? null : $"counts[{window}][{at}] is NaN; it must be finite and 0 or more, and a missing window is null";
    }
}
