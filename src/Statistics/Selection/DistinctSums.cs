using System.Runtime.InteropServices;

namespace CanaryJudge.Statistics;

/// <summary>Order statistics of all sums of a row and a column value when both have few distinct values: only the distinct sums are formed, each with its weight.</summary>
/// <remarks>Counts and rounded measurements are like that: at 10,000 values of 13 kinds a side it makes the interval seven times as fast.</remarks>
internal readonly ref struct DistinctSums
{
    private const int MostValues = 64;
    private readonly ReadOnlySpan<double> _rows;
    private readonly ReadOnlySpan<double> _columns;
    private readonly ReadOnlySpan<long> _rowsUpTo;
    private readonly ReadOnlySpan<long> _columnsUpTo;
    private readonly ReadOnlySpan<double> _sums;

    private DistinctSums(ReadOnlySpan<double> rows, ReadOnlySpan<double> columns, ReadOnlySpan<long> rowsUpTo, ReadOnlySpan<long> columnsUpTo, ReadOnlySpan<double> sums)
    {
        _rows = rows;
        _columns = columns;
        _rowsUpTo = rowsUpTo;
        _columnsUpTo = columnsUpTo;
        _sums = sums;
    }

    /// <summary>Takes sorted rows and columns with at most 64 distinct values each whose sums are at most an eighth of all; the work space is kept.</summary>
    /// <returns>False when there are more, or the work space is too small.</returns>
    public static bool TryOf(ReadOnlySpan<double> rows, ReadOnlySpan<double> columns, Span<double> work, out DistinctSums sums)
    {
        sums = default;
        if (work.Length < (4 * MostValues) + 2) return false;
        Span<double> rowValues = work[..MostValues], columnValues = work.Slice(MostValues, MostValues);
        Span<long> counts = MemoryMarshal.Cast<double, long>(work.Slice(2 * MostValues, (2 * MostValues) + 2));
        Span<long> rowsUpTo = counts[..(MostValues + 1)], columnsUpTo = counts[(MostValues + 1)..];
        int rowCount = Distinct(rows, rowValues, rowsUpTo);
        if (rowCount == 0 || (long)rowCount * 8 > (long)rows.Length * columns.Length) return false;
        int columnCount = Distinct(columns, columnValues, columnsUpTo), size = rowCount * columnCount;
        work = work[((4 * MostValues) + 2)..];
        if (columnCount == 0 || size * 8L > (long)rows.Length * columns.Length || work.Length < size + ValueSort.SpareLength(size)) return false;
        Span<double> all = work[..size];
        for (int i = 0; i < rowCount; i++)
        {
            for (int j = 0; j < columnCount; j++) all[(i * columnCount) + j] = rowValues[i] + columnValues[j];
        }

        ValueSort.Sort(all, work[size..]);
        sums = new(rowValues[..rowCount], columnValues[..columnCount], rowsUpTo, columnsUpTo, all);
        return true;
    }

    /// <summary>The sum of the given rank, 1 for the smallest, and the one after it (NaN after the last).</summary>
    public double Select(long rank, out double next)
    {
        int low = 0, high = _sums.Length - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (CountAtMost(_sums[middle]) >= rank) high = middle;
            else low = middle + 1;
        }

        double found = _sums[low];
        next = found;
        if (CountAtMost(found) > rank) return found;
        while (low < _sums.Length && _sums[low] == found) low++;
        next = low < _sums.Length ? _sums[low] : double.NaN;
        return found;
    }

    private long CountAtMost(double value)
    {
        long count = 0;
        int j = _columns.Length;
        for (int i = 0; i < _rows.Length; i++)
        {
            while (j > 0 && _rows[i] + _columns[j - 1] > value) j--;
            count += (_rowsUpTo[i + 1] - _rowsUpTo[i]) * _columnsUpTo[j];
        }

        return count;
    }

    /// <summary>The distinct values of a sorted span and how many values come before the end of each; 0 when there are too many.</summary>
    private static int Distinct(ReadOnlySpan<double> sorted, Span<double> values, Span<long> upTo)
    {
        int found = 0;
        upTo[0] = 0;
        for (int at = 0; at < sorted.Length;)
        {
            if (found == values.Length) return 0;
            double value = sorted[at];

            // The end of the group: twice as far each time, then halving.
            int inside = at, step = 1;
            while (inside + step < sorted.Length && sorted[inside + step] == value)
            {
                inside += step;
                step *= 2;
            }

            for (; step > 0; step /= 2)
            {
                if (inside + step < sorted.Length && sorted[inside + step] == value) inside += step;
            }

            at = inside + 1;
            values[found] = value;
            upTo[++found] = at;
        }

        return found;
    }
}
