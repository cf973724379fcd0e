using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CanaryJudge.Statistics;

/// <summary>
/// Order statistics of all sums of a row and a column value without forming them: the differences of two samples (columns negated) or,
/// as a triangle, the sums of a sample's values with itself and with each later one.
/// </summary>
/// <remarks>
/// Both spans are sorted ascending, so rounded sums ascend along rows and columns and a <see cref="Staircase"/> counts those below a value in O(rows + columns).
/// Pivots come from a sample of the candidates at fixed (golden-ratio) positions, two a round around the wanted rank; when a round does not halve the candidates
/// the next one halves the range of representable numbers instead, which bounds the rounds. In the manner of Johnson and Mizoguchi (1978), SIAM J. Comput. 7, 147-153,
/// and Monahan (1984), ACM TOMS 10, 265-270, without their randomness. An overflowing sum counts as the infinity it rounds to.
/// </remarks>
internal readonly ref struct PairSums
{
    private readonly ReadOnlySpan<double> _rows;
    private readonly ReadOnlySpan<double> _columns;
    private readonly bool _triangle;
    private readonly Staircase _staircase;
    private readonly Span<double> _candidates;
    private readonly Span<double> _spare;
    private readonly Span<double> _sample;
    private readonly DistinctSums _distinct;
    private readonly bool _fewDistinct;

    private PairSums(ReadOnlySpan<double> rows, ReadOnlySpan<double> columns, bool triangle, Span<double> work)
    {
        _rows = rows;
        _columns = columns;
        _triangle = triangle;
        _staircase = new(rows, columns, triangle);
        _fewDistinct = !triangle && DistinctSums.TryOf(rows, columns, work, out _distinct);
        Count = triangle ? (long)rows.Length * (rows.Length + 1L) / 2 : (long)rows.Length * columns.Length;
        int sampled = !_fewDistinct && Count > RoomOf(work.Length) ? Math.Min(SampleLength(rows.Length, columns.Length), work.Length / 5) : 0;
        _candidates = work.Slice(sampled, RoomOf(work.Length - sampled));
        _spare = work[(sampled + _candidates.Length)..];
        if (sampled > 0) _sample = Sampled(double.NaN, double.NaN, Count, work[..sampled]);
    }

    /// <summary>The number of sums: n·m, or n(n + 1)/2 for a triangle.</summary>
    public long Count { get; }

    /// <summary>Doubles of work space for so many rows and columns: enough to hold a sample and the last candidates, and to select among them.</summary>
    public static long WorkLength(int rows, int columns)
    {
        long all = (long)rows * columns, kept = Math.Max((long)rows + columns, 4096);
        return all <= kept ? (2 * all) + SmallSort.Largest : SampleLength(rows, columns) + (2 * kept) + SmallSort.Largest;
    }

    /// <summary>All sums of a row and a column value; both sorted.</summary>
    public static PairSums Full(ReadOnlySpan<double> rows, ReadOnlySpan<double> columns, Span<double> work) => new(rows, columns, triangle: false, work);

    /// <summary>The sums of each value with itself and with every later one; sorted.</summary>
    public static PairSums Triangle(ReadOnlySpan<double> values, Span<double> work) => new(values, values, triangle: true, work);

    /// <summary>The median: the middle sum, or the mean of the two middle ones.</summary>
    public double Median()
    {
        double low = Select((Count + 1) / 2, out double high);
        if (Count % 2 != 0) return low;
        if (double.IsNaN(high)) high = _staircase.Count(low).AtMost > Count / 2 ? low : _staircase.Above(low);
        double sum = low + high;
        return double.IsFinite(sum) ? sum / 2 : (low / 2) + (high / 2);
    }

    /// <summary>The sum of the given rank, 1 for the smallest.</summary>
    public double Select(long rank) => Select(rank, out _);

    /// <summary>The sum of the given rank, and the one after it when that is known on the way: else NaN.</summary>
    private double Select(long rank, out double next)
    {
        if (_fewDistinct) return _distinct.Select(rank, out next);
        next = double.NaN;

        // The answer lies strictly between low and high; NaN stands for an open end. `below` sums are at most low, `upTo` are less than high.
        double low = double.NaN, high = double.NaN;
        long below = 0, upTo = Count;
        bool halve = false;
        while (upTo - below > _candidates.Length)
        {
            long candidates = upTo - below;
            (double first, double second) = halve ? Middle(low, high) : Pivots(low, high, candidates, rank - below);
            if (!double.IsNaN(first))
            {
                (long less, long atMost) = _staircase.Count(first);
                if (rank <= less) (high, upTo) = (first, less);
                else if (rank <= atMost) return Found(first, rank < atMost, out next);
                else (low, below) = (first, atMost);
            }

            if (!double.IsNaN(second) && (double.IsNaN(low) || second > low) && (double.IsNaN(high) || second < high))
            {
                (long less, long atMost) = _staircase.Count(second);
                if (rank <= less) (high, upTo) = (second, less);
                else if (rank <= atMost) return Found(second, rank < atMost, out next);
                else (low, below) = (second, atMost);
            }

            halve = upTo - below > candidates / 2;
        }

        int count = Gather(low, high);
        return SpanSelect.Kth(_candidates[..count], _spare, (int)(rank - below - 1), out next);
    }

    private static int SampleLength(int rows, int columns) => (int)Math.Max(2048, ((long)rows + columns) / 8);

    /// <summary>How many candidates fit beside the room that selecting among them takes.</summary>
    private static int RoomOf(int work) => (work - SmallSort.Largest) / 2;

    private static double Found(double value, bool again, out double next)
    {
        next = again ? value : double.NaN;
        return value;
    }

    private int Gather(double low, double high)
    {
        int count = 0, from = _columns.Length, to = _columns.Length;
        if (double.IsNaN(low)) from = 0;
        for (int i = 0; i < _rows.Length; i++)
        {
            Narrow(i, low, high, ref from, ref to);
            int first = _triangle ? Math.Max(i, from) : from;
            if (first >= to) continue;
            Add(_rows[i], _columns[first..to], _candidates.Slice(count, to - first));
            count += to - first;
        }

        return count;
    }

    /// <summary>Writes value + each column.</summary>
    private static void Add(double value, ReadOnlySpan<double> columns, Span<double> sums)
    {
        ref double from = ref MemoryMarshal.GetReference(columns), to = ref MemoryMarshal.GetReference(sums[..columns.Length]);
        nuint j = 0, length = (nuint)columns.Length;
        unchecked
        {
            for (; j + 8 <= length; j += 8) (Vector512.LoadUnsafe(ref from, j) + Vector512.Create(value)).StoreUnsafe(ref to, j);
            for (; j < length; j++) Unsafe.Add(ref to, j) = value + Unsafe.Add(ref from, j);
        }
    }

    /// <summary>Moves the bounds to row i: its candidates are the columns in [from, to). A NaN bound excludes nothing.</summary>
    private void Narrow(int i, double low, double high, ref int from, ref int to)
    {
        double row = _rows[i];
        while (from > 0 && !(row + _columns[from - 1] <= low)) from--;
        while (to > 0 && row + _columns[to - 1] >= high) to--;
    }

    /// <summary>Two candidates whose ranks enclose the wanted one with good odds, from a sorted sample of the candidates: the first one is the same for every rank and kept.</summary>
    private (double First, double Second) Pivots(double low, double high, long candidates, long rank)
    {
        bool all = double.IsNaN(low) && double.IsNaN(high);
        Span<double> sample = all ? _sample : Sampled(low, high, candidates, _candidates[..Math.Min(_candidates.Length, SampleLength(_rows.Length, _columns.Length))]);

        // The sample is spread more evenly than a random one: a third of the binomial deviation is a wide enough bracket.
        double share = (rank - 0.5) / candidates, spread = 2 + (0.35 * Math.Sqrt(sample.Length * share * (1 - share)));
        double firstIndex = Math.Floor((sample.Length * share) - spread), secondIndex = Math.Ceiling((sample.Length * share) + spread);
        return (firstIndex < 0 ? double.NaN : sample[(int)firstIndex], secondIndex >= sample.Length ? double.NaN : sample[(int)secondIndex]);
    }

    /// <summary>A sorted sample of the candidates, spread evenly over the rows and by the golden ratio within them.</summary>
    private Span<double> Sampled(double low, double high, long candidates, Span<double> sample)
    {
        long step = Math.Max(1, candidates / sample.Length), next = step / 2, passed = 0;
        int taken = 0, from = _columns.Length, to = _columns.Length;
        if (double.IsNaN(low)) from = 0;
        for (int i = 0; i < _rows.Length && taken < sample.Length; i++)
        {
            Narrow(i, low, high, ref from, ref to);
            int first = _triangle ? Math.Max(i, from) : from;
            if (to <= first) continue;
            passed += to - first;
            for (; next < passed && taken < sample.Length; next += step, taken++)
            {
                double turn = taken * 0.6180339887498949;
                sample[taken] = _rows[i] + _columns[first + (int)((turn - Math.Floor(turn)) * (to - first))];
            }
        }

        ValueSort.Sort(sample[..taken], _spare);
        return sample[..taken];
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
