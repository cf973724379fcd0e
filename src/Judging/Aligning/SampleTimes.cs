using System.Runtime.Intrinsics;

namespace CanaryJudge.Judging.Aligning;

/// <summary>Windows that follow each other and hold equally many samples of a series, as all but the ends of a regular scrape do.</summary>
/// <param name="Position">Position of the first window.</param>
/// <param name="From">Index of its first sample.</param>
/// <param name="Each">Samples in each window, above 0.</param>
/// <param name="Count">Number of windows.</param>
internal readonly record struct WindowRun(int Position, int From, int Each, int Count)
{
    /// <summary>The same without the first window.</summary>
    public WindowRun AfterFirst => new(Position + 1, From + Each, Each, Count - 1);
}

/// <summary>Times of samples, and all that follows from them alone: found once for the series of a scrape, which share them.</summary>
internal sealed class SampleTimes
{
    private readonly Timeline _timeline;
    private WindowRun[]? _runs;
    private long? _usual;

    /// <summary>Checks and measures the times.</summary>
    /// <exception cref="ArgumentException">They do not rise.</exception>
    public SampleTimes(long[] millis, Timeline timeline, string subject)
    {
        (Millis, _timeline) = (millis, timeline);
        (Shortest, Longest) = Measure(millis, subject);
    }

    /// <summary>The times, milliseconds since the Unix epoch, rising.</summary>
    public long[] Millis { get; }

    /// <summary>The shortest distance of two neighbours; a very long one when there are none.</summary>
    public long Shortest { get; }

    /// <summary>The longest distance of two neighbours; 0 when there are none.</summary>
    public long Longest { get; }

    /// <summary>The median distance of neighbours (the lower one of two); 0 when there are none.</summary>
    public long UsualMillis => _usual ??= Shortest >= Longest ? Longest : RisingTimes.Median(RisingTimes.Distances(Millis));

    /// <summary>True when the median distance of both together is that of one: they are the same times, or keep the same beat.</summary>
    public bool HasDistancesOf(SampleTimes other) => this == other || (Shortest == Longest && other.Shortest == other.Longest && Longest == other.Longest);

    /// <summary>The windows of the timeline that hold samples, in time order, in as few runs as there are.</summary>
    public ReadOnlySpan<WindowRun> Runs => _runs ??= InRuns();

    private static (long Shortest, long Longest) Measure(long[] times, string subject)
    {
        (long shortest, long longest) = (long.MaxValue, 0);
        int i = 1;
        if (times.Length > Vector256<long>.Count)
        {
            (Vector256<long> least, Vector256<long> most) = (Vector256.Create(long.MaxValue), Vector256<long>.Zero);
            for (; i <= times.Length - Vector256<long>.Count; i += Vector256<long>.Count)
            {
                Vector256<long> later = Vector256.Create(times.AsSpan(i)), earlier = Vector256.Create(times.AsSpan(i - 1));
                if (Vector256.LessThanOrEqualAny(later, earlier)) break;
                Vector256<long> distances = later - earlier;
                (least, most) = (Vector256.Min(least, distances), Vector256.Max(most, distances));
            }

            for (int lane = 0; lane < Vector256<long>.Count; lane++) (shortest, longest) = (Math.Min(shortest, least[lane]), Math.Max(longest, most[lane]));
        }

        for (; i < times.Length; i++)
        {
            if (times[i] <= times[i - 1]) throw new ArgumentException($"{subject}: the times of a series must rise, and {times[i]} follows {times[i - 1]}.", nameof(times));
            (shortest, longest) = (Math.Min(shortest, times[i] - times[i - 1]), Math.Max(longest, times[i] - times[i - 1]));
        }

        return (shortest, longest);
    }

    private WindowRun[] InRuns()
    {
        List<WindowRun> runs = [];
        int start = Array.BinarySearch(Millis, _timeline.StartMillis), from = start < 0 ? ~start : start + 1;
        bool isEven = Shortest == Longest && _timeline.IntervalMillis % Longest == 0;
        while (from < Millis.Length)
        {
            long position = _timeline.PositionOf(Millis[from]);
            if (position >= _timeline.Count) break;
            long end = _timeline.EndOf((int)position);
            int to = from + 1;
            while (to < Millis.Length && Millis[to] <= end) to++;
            int each = to - from, count = 1;
            // On an even beat whole windows hold equally many: the rest need not be looked at, but for the last when it is cut off.
            if (isEven && each == _timeline.IntervalMillis / Longest) count = (int)Math.Min(_timeline.Count - position, (Millis.Length - from) / each);
            if (runs.Count > 0 && runs[^1] is var last && last.Each == each && last.Position + last.Count == position) runs[^1] = last with { Count = last.Count + count };
            else runs.Add(new WindowRun((int)position, from, each, count));
            from += each * count;
        }

        return [.. runs];
    }
}
