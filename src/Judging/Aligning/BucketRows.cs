namespace CanaryJudge.Judging.Aligning;

/// <summary>Rows of bucket counts behind each other in one array. A row that is there is never written to again, so that many windows may share it; new ones are put behind the last.</summary>
/// <remarks>Thread-safe: of two that add behind the same row one finds the place taken, and copies.</remarks>
internal sealed class BucketRows
{
    private readonly double[] _counts;
    private readonly int _columns;
    private int _used;

    private BucketRows(double[] counts, int columns, int used) => (_counts, _columns, _used) = (counts, columns, used);

    /// <summary>Room for rows.</summary>
    /// <param name="rows">How many are to be written at once.</param>
    /// <param name="columns">Counts in a row, above 0.</param>
    /// <param name="more">How many more there is room for.</param>
    /// <param name="room">Where to write them.</param>
    public static BucketRows Of(int rows, int columns, int more, out Span<double> room)
    {
        BucketRows made = new(GC.AllocateUninitializedArray<double>(checked((rows + more) * columns)), columns, rows);
        room = made._counts.AsSpan(0, rows * columns);
        return made;
    }

    /// <summary>What they take, with the room for more.</summary>
    public long ByteSize => sizeof(double) * (long)_counts.Length;

    /// <summary>One row.</summary>
    /// <param name="row">Its index.</param>
    public ReadOnlySpan<double> this[int row] => _counts.AsSpan(row * _columns, _columns);

    /// <summary>Takes room behind some rows.</summary>
    /// <param name="rows">How many rows are known.</param>
    /// <param name="more">How many are to be put behind them.</param>
    /// <param name="room">Where to write them.</param>
    /// <returns>False when there is none, or others are there already; always true for none.</returns>
    public bool TryTake(int rows, int more, out Span<double> room)
    {
        bool isTaken = more == 0 || (more <= _counts.Length / _columns - rows && Interlocked.CompareExchange(ref _used, rows + more, rows) == rows);
        room = isTaken ? _counts.AsSpan(rows * _columns, more * _columns) : default;
        return isTaken;
    }
}
