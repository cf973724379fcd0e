namespace CanaryJudge.Statistics;

/// <summary>A growing set of numbers in order: its median and the median distance from it at any moment, without sorting again.</summary>
/// <remarks>O(log n) a question; O(n) moved bytes an insertion, some nanoseconds for the sizes of a rollout.</remarks>
internal struct SortedValues(int capacity)
{
    private double[] _values = new double[capacity];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The least; there must be one.</summary>
    public readonly double Least => _values[0];

    /// <summary>The largest; there must be one.</summary>
    public readonly double Largest => _values[Count - 1];

    /// <summary>The median: the mean of both middle ones when there are two.</summary>
    public readonly double Median => Count % 2 == 1 ? _values[Count / 2] : (_values[Count / 2 - 1] + _values[Count / 2]) / 2;

    /// <summary>Adds a number that is not NaN.</summary>
    public void Add(double value)
    {
        if (Count == _values.Length) Array.Resize(ref _values, 2 * Count);
        int at = _values.AsSpan(0, Count).BinarySearch(value);
        if (at < 0) at = ~at;
        _values.AsSpan(at, Count - at).CopyTo(_values.AsSpan(at + 1));
        _values[at] = value;
        Count++;
    }

    /// <summary>The median distance from a number; there must be one number.</summary>
    public readonly double MedianDistance(double from) =>
        Count % 2 == 1 ? Distance(from, Count / 2 + 1) : (Distance(from, Count / 2) + Distance(from, Count / 2 + 1)) / 2;

    /// <summary>The k-th smallest distance, k from 1. The k nearest numbers stand side by side: the halving looks for the first of them.</summary>
    private readonly double Distance(double from, int k)
    {
        int low = 0, high = Count - k;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (from - _values[middle] > _values[middle + k] - from) low = middle + 1;
            else high = middle;
        }

        return Math.Max(Math.Abs(_values[low] - from), Math.Abs(_values[low + k - 1] - from));
    }
}
