namespace CanaryJudge.Statistics;

/// <summary>
/// Order statistics of all sums of a row and a column value without forming them: the differences of two samples (columns negated) or,
/// as a triangle, the sums of a sample's values with itself and with each later one.
/// </summary>
/// <remarks>
/// Both spans are sorted ascending, so rounded sums ascend along rows and columns and a staircase walk counts those below a value in O(rows + columns).
/// Pivots come from a sample of the candidates at fixed (golden-ratio) positions, two a round around the wanted rank; when a round does not halve the candidates
/// the next one halves the range of representable numbers instead, which bounds the rounds. In the manner of Johnson and Mizoguchi (1978), SIAM J. Comput. 7, 147-153,
/// and Monahan (1984), ACM TOMS 10, 265-270, without their randomness. An overflowing sum counts as the infinity it rounds to.
/// </remarks>
internal readonly ref struct PairSums
{
    private readonly ReadOnlySpan<double> _rows;
    private readonly ReadOnlySpan<double> _columns;
    private readonly bool _triangle;
    private readonly Span<double> _work;
    private readonly bool _gathered;

    private PairSums(ReadOnlySpan<double> rows, ReadOnlySpan<double> columns, bool triangle, Span<double> work)
    {
        _rows = rows;
        _columns = columns;
        _triangle = triangle;
        _work = work;
        Count = triangle ? (long)rows.Length * (rows.Length + 1L) / 2 : (long)rows.Length * columns.Length;
        _gathered = Count <= work.Length;
        if (_gathered) Gather(double.NaN, double.NaN);
    }

    /// <summary>The number of sums: n·m, or n(n + 1)/2 for a triangle.</summary>
    public long Count { get; }

    /// <summary>Doubles of work space for so many rows and columns: enough to hold the last candidates.</summary>
    public static long WorkLength(int rows, int columns) => Math.Min((long)rows * columns, Math.Max((long)rows + columns, 4096));

    /// <summary>All sums of a row and a column value; both sorted.</summary>
    public static PairSums Full(ReadOnlySpan<double> rows, ReadOnlySpan<double> columns, Span<double> work) => new(rows, columns, triangle: false, work);

    /// <summary>The sums of each value with itself and with every later one; sorted.</summary>
    public static PairSums Triangle(ReadOnlySpan<double> values, Span<double> work) => new(values, values, triangle: true, work);

    /// <summary>The median: the middle sum, or the mean of the two middle ones.</summary>
    public double Median()
    {
        double low = Select((Count + 1) / 2);
        if (Count % 2 != 0) return low;
        double high = Successor(low, (Count / 2) + 1);
        double sum = low + high;
        return double.IsFinite(sum) ? sum / 2 : (low / 2) + (high / 2);
    }

    /// <summary>The sum of the given rank, 1 for the smallest.</summary>
    public double Select(long rank)
    {
        if (_gathered) return QuickSelect.Kth(_work[..(int)Count], (int)(rank - 1));

        // The answer lies strictly between low and high; NaN stands for an open end. `below` sums are at most low, `upTo` are less than high.
        double low = double.NaN, high = double.NaN;
        long below = 0, upTo = Count;
        bool halve = false;
        while (upTo - below > _work.Length)
        {
            long candidates = upTo - below;
            (double first, double second) = halve ? Middle(low, high) : Pivots(low, high, candidates, rank - below);
            (long atMostFirst, long belowSecond) = (double.IsNaN(first) ? below : CountAtMost(first), double.IsNaN(second) ? upTo : CountBelow(second));
            if (rank <= atMostFirst)
            {
                (high, upTo) = (first, CountBelow(first));
                if (rank > upTo) return first;
            }
            else if (rank > belowSecond)
            {
                (low, below) = (second, CountAtMost(second));
                if (rank <= below) return second;
            }
            else
            {
                if (!double.IsNaN(first)) (low, below) = (first, atMostFirst);
                if (!double.IsNaN(second)) (high, upTo) = (second, belowSecond);
            }

            halve = upTo - below > candidates / 2;
        }

        int count = Gather(low, high);
        return QuickSelect.Kth(_work[..count], (int)(rank - below - 1));
    }

    /// <summary>The sum of the given rank when the one before it is known.</summary>
    private double Successor(double previous, long rank)
    {
        if (_gathered) return QuickSelect.Kth(_work[..(int)Count], (int)(rank - 1));
        if (CountAtMost(previous) >= rank) return previous;
        double next = double.PositiveInfinity;
        int j = _columns.Length;
        for (int i = 0; i < _rows.Length; i++)
        {
            while (j > 0 && _rows[i] + _columns[j - 1] > previous) j--;
            int first = _triangle ? Math.Max(i, j) : j;
            if (first < _columns.Length) next = Math.Min(next, _rows[i] + _columns[first]);
        }

        return next;
    }

    private long CountAtMost(double value)
    {
        long count = 0;
        int j = _columns.Length;
        for (int i = 0; i < _rows.Length; i++)
        {
            while (j > 0 && _rows[i] + _columns[j - 1] > value) j--;
            if (!_triangle) count += j;
            else if (j > i) count += j - i;
            else break;
        }

        return count;
    }

    private long CountBelow(double value)
    {
        long count = 0;
        int j = _columns.Length;
        for (int i = 0; i < _rows.Length; i++)
        {
            while (j > 0 && _rows[i] + _columns[j - 1] >= value) j--;
            if (!_triangle) count += j;
            else if (j > i) count += j - i;
            else break;
        }

        return count;
    }

    private int Gather(double low, double high)
    {
        int count = 0, from = _columns.Length, to = _columns.Length;
        for (int i = 0; i < _rows.Length; i++)
        {
            Narrow(i, low, high, ref from, ref to);
            for (int j = _triangle ? Math.Max(i, from) : from; j < to; j++) _work[count++] = _rows[i] + _columns[j];
        }

        return count;
    }

    /// <summary>Moves the bounds to row i: its candidates are the columns in [from, to). A NaN bound excludes nothing.</summary>
    private void Narrow(int i, double low, double high, ref int from, ref int to)
    {
        double row = _rows[i];
        while (from > 0 && !(row + _columns[from - 1] <= low)) from--;
        while (to > 0 && row + _columns[to - 1] >= high) to--;
    }

    /// <summary>Two candidates whose ranks enclose the wanted one with good odds, from a sample spread evenly over the rows and by the golden ratio within them.</summary>
    private (double First, double Second) Pivots(double low, double high, long candidates, long rank)
    {
        int size = Math.Min(_work.Length, Math.Max(256, (_rows.Length + _columns.Length) / 16));
        long step = candidates / size, next = step / 2, passed = 0;
        int taken = 0, from = _columns.Length, to = _columns.Length;
        for (int i = 0; i < _rows.Length && taken < size; i++)
        {
            Narrow(i, low, high, ref from, ref to);
            int first = _triangle ? Math.Max(i, from) : from;
            if (to <= first) continue;
            passed += to - first;
            for (; next < passed && taken < size; next += step, taken++)
            {
                double turn = taken * 0.6180339887498949;
                _work[taken] = _rows[i] + _columns[first + (int)((turn - Math.Floor(turn)) * (to - first))];
            }
        }

        Span<double> sample = _work[..taken];
        sample.Sort();
        double share = (rank - 0.5) / candidates, spread = 1 + Math.Sqrt(taken * share * (1 - share));
        double firstIndex = Math.Floor((taken * share) - spread), secondIndex = Math.Ceiling((taken * share) + spread);
        return (firstIndex < 0 ? double.NaN : sample[(int)firstIndex], secondIndex >= taken ? double.NaN : sample[(int)secondIndex]);
    }

    /// <summary>The number half way between the bounds in the order of representable numbers, as both pivots.</summary>
    private static (double First, double Second) Middle(double low, double high)
    {
        long from = double.IsNaN(low) ? Ordinal(double.NegativeInfinity) : Ordinal(low);
        long to = double.IsNaN(high) ? Ordinal(double.PositiveInfinity) : Ordinal(high);
        double middle = FromOrdinal((from >> 1) + (to >> 1) + (from & to & 1));
        return (middle, middle);
    }

    private static long Ordinal(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value == 0 ? 0.0 : value);
        return bits >= 0 ? bits : -(bits & long.MaxValue);
    }

    private static double FromOrdinal(long ordinal) => BitConverter.Int64BitsToDouble(ordinal >= 0 ? ordinal : (-ordinal) | long.MinValue);
}
