namespace CanaryJudge.Judging.Aligning;

/// <summary>Counts in buckets a window, both sides and the history over the same bounds.</summary>
/// <remarks>
/// The rows that are there lie in one array: an array each was a quarter of the cost of aligning a histogram. A missing window takes four bytes, however many buckets there are:
/// it is two bytes of a request.
/// </remarks>
public sealed record HistogramWindows : SideWindows
{
    /// <summary>In place of a row: the window is missing.</summary>
    internal const int Absent = -1;

    private readonly BucketRows _rows;
    private readonly int _known; // rows that were there when this was made
    private readonly int[] _places; // of each window its row, or Absent
    private readonly int _first;

    /// <summary>From one row a window.</summary>
    /// <param name="bounds">Upper bounds of the buckets, rising, finite; the last bucket, above the last bound, is the overflow.</param>
    /// <param name="rows">One row a window: bounds + 1 counts, each 0 or more, not cumulative; null is a missing window. Copied.</param>
    /// <exception cref="ArgumentException">A row has not one count more than there are bounds, or is there and there are no bounds. Whether counts are finite and 0 or more is looked at when they are judged.</exception>
    public HistogramWindows(double[] bounds, double[]?[] rows)
    {
        (Bounds, Count, _places, _known) = (bounds, rows.Length, new int[rows.Length], rows.Count(row => row is not null));
        _rows = BucketRows.Of(_known, bounds.Length + 1, more: 0, out Span<double> room);
        for (int k = 0, next = 0; k < rows.Length; k++)
        {
            _places[k] = rows[k] is null ? Absent : next++;
            if (rows[k] is not { } row) continue;
            if (bounds.Length == 0) throw new ArgumentException($"counts[{k}] is present and there are no bucket bounds.", nameof(rows));
            if (row.Length != bounds.Length + 1) throw new ArgumentException($"counts[{k}] has {Counted.Of(row.Length, "bucket")}; {Counted.Of(bounds.Length, "bound", "needs", "need")} {bounds.Length + 1}.", nameof(rows));
            row.CopyTo(room);
            room = room[row.Length..];
        }
    }

    /// <summary>From rows that are there.</summary>
    /// <param name="bounds">Upper bounds of the buckets.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="known">How many of them there are.</param>
    /// <param name="places">Of each window the index of its row, or <see cref="Absent"/>. Kept, not copied.</param>
    internal HistogramWindows(double[] bounds, BucketRows rows, int known, int[] places)
        : this(bounds, rows, known, places, 0, places.Length)
    {
    }

    private HistogramWindows(double[] bounds, BucketRows rows, int known, int[] places, int first, int count) =>
        (Bounds, _rows, _known, _places, _first, Count) = (bounds, rows, known, places, first, count);

    /// <summary>Upper bounds of the buckets, rising, finite.</summary>
    public double[] Bounds { get; }

    /// <inheritdoc/>
    public override int Count { get; }

    /// <summary>Of each window its row, or <see cref="Absent"/>.</summary>
    internal ReadOnlySpan<int> Places => _places.AsSpan(_first, Count);

    /// <summary>The counts of a window: one a bound and the overflow, not cumulative. Empty when the window is missing.</summary>
    /// <param name="window">Index from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such window.</exception>
    public ReadOnlySpan<double> Row(int window)
    {
        int row = Place(window);
        return row == Absent ? [] : _rows[row];
    }

    /// <inheritdoc/>
    public override bool IsPresent(int window) => Place(window) != Absent;

    /// <summary>True when any window has data.</summary>
    public bool IsAnyPresent => Places.ContainsAnyExcept(Absent);

    /// <summary>About how many bytes it keeps from being freed, what it shares with others included.</summary>
    public long ByteSize => 64 + sizeof(int) * (long)_places.Length + _rows.ByteSize;

    /// <summary>All counts of a window; NaN when it is missing.</summary>
    /// <param name="window">Index from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such window.</exception>
    public double Total(int window)
    {
        ReadOnlySpan<double> row = Row(window);
        if (row.IsEmpty) return double.NaN;
        double total = 0;
        foreach (double count in row) total += count;
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
        return new HistogramWindows(Bounds, _rows, _known, _places, _first + from, count);
    }

    /// <summary>The windows at these places, in this order; no counts are copied.</summary>
    /// <param name="places">Indexes of windows, one as often as wanted.</param>
    internal HistogramWindows Pick(ReadOnlySpan<int> places)
    {
        int[] picked = new int[places.Length];
        for (int k = 0; k < picked.Length; k++) picked[k] = Place(places[k]);
        return new HistogramWindows(Bounds, _rows, _known, picked);
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
        int[] places = new int[count];
        places.AsSpan().Fill(Absent);
        return new HistogramWindows(bounds, BucketRows.Of(0, bounds.Length + 1, more: 0, out _), known: 0, places);
    }

    /// <summary>Takes room for rows behind those that were there when this was made; see <see cref="BucketRows.TryTake"/>.</summary>
    /// <returns>The rows with that room and how many there were, or null.</returns>
    internal (BucketRows Rows, int Known)? TryTake(int more, out Span<double> room) => _rows.TryTake(_known, more, out room) ? (_rows, _known) : null;

    private int Place(int window)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(window);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(window, Count);
        return _places[_first + window];
    }

    private void AddTo(Span<double> sums, int window)
    {
        ReadOnlySpan<double> row = Row(window);
        for (int b = 0; b < row.Length; b++) sums[b] += row[b];
    }
}
