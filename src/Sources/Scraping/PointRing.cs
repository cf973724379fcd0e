namespace CanaryJudge.Sources.Scraping;

/// <summary>The points of one series, oldest first: added at the end, dropped at the front.</summary>
internal sealed class PointRing
{
    private long[] timesMillis = new long[8];
    private double[] values = new double[8];
    private int first;

    /// <summary>Points held.</summary>
    public int Count { get; private set; }

    /// <summary>Time of the oldest point; there is one.</summary>
    public long FirstMillis => timesMillis[first];

    /// <summary>Time of the newest point; there is one.</summary>
    public long LastMillis => timesMillis[Slot(Count - 1)];

    /// <summary>Value of the newest point; there is one.</summary>
    public double LastValue => values[Slot(Count - 1)];

    /// <summary>Adds a point after all others.</summary>
    public void Add(long millis, double value)
    {
        if (Count == timesMillis.Length) Grow();
        timesMillis[Slot(Count)] = millis;
        values[Slot(Count)] = value;
        Count++;
    }

    /// <summary>Drops the points before a time.</summary>
    /// <returns>How many were dropped.</returns>
    public int DropBefore(long millis)
    {
        int dropped = 0;
        for (; Count > 0 && FirstMillis < millis; dropped++, Count--) first = Slot(1);
        return dropped;
    }

    /// <summary>Copies the points of a time, the first moment left out and the last taken in.</summary>
    public (long[] TimesMillis, double[] Values) Between(long afterMillis, long untilMillis)
    {
        int from = 0;
        while (from < Count && timesMillis[Slot(from)] <= afterMillis) from++;
        int to = from;
        while (to < Count && timesMillis[Slot(to)] <= untilMillis) to++;
        var times = new long[to - from];
        var copies = new double[to - from];
        for (int i = from; i < to; i++)
        {
            times[i - from] = timesMillis[Slot(i)];
            copies[i - from] = values[Slot(i)];
        }
        return (times, copies);
    }

    private int Slot(int index) => (first + index) & (timesMillis.Length - 1); // the length is a power of two

    private void Grow()
    {
        var moreTimes = new long[timesMillis.Length * 2];
        var moreValues = new double[values.Length * 2];
        for (int i = 0; i < Count; i++)
        {
            moreTimes[i] = timesMillis[Slot(i)];
            moreValues[i] = values[Slot(i)];
        }
        (timesMillis, values, first) = (moreTimes, moreValues, 0);
    }
}
