using System.Runtime.CompilerServices;

namespace CanaryJudge.Sources.Prometheus.Decoding;

/// <summary>The points of the series that is being read: one buffer for all series of an answer, copied out once a series.</summary>
internal sealed class PointBuffer
{
    private readonly int maxPoints;
    private long[] times = new long[512];
    private double[] values = new double[512];
    private long[] lastTimes = [];
    private int count;
    private int budget;

    /// <param name="maxPoints">Points over all series of the answer at most.</param>
    public PointBuffer(int maxPoints) => this.maxPoints = budget = maxPoints;

    /// <summary>How many points the series has so far.</summary>
    public int Count => count;

    /// <summary>Adds a point.</summary>
    /// <exception cref="DecodeException">Its time does not rise, or the answer has too many points.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(long timeMillis, double value)
    {
        int at = count;
        if (at == times.Length) Grow();
        if (at > 0 && timeMillis <= times[at - 1]) throw NotRising();
        times[at] = timeMillis;
        values[at] = value;
        count = at + 1;
    }

    /// <summary>Counts points against the answer's limit.</summary>
    /// <exception cref="DecodeException">The answer has too many points.</exception>
    public void Spend(int points)
    {
        if (points > budget) throw TooMany();
        budget -= points;
    }

    /// <summary>Copies the points out and starts the next series. Series on the same times share one array of them.</summary>
    public (long[] Times, double[] Values) Take()
    {
        Spend(count);
        double[] taken = values.AsSpan(0, count).ToArray();
        if (!lastTimes.AsSpan().SequenceEqual(times.AsSpan(0, count))) lastTimes = times.AsSpan(0, count).ToArray();
        count = 0;
        return (lastTimes, taken);
    }

    /// <summary>The fault of times that do not rise.</summary>
    public static DecodeException NotRising() => DecodeException.Malformed("the times of a series do not rise");

    private void Grow()
    {
        if (count >= budget) throw TooMany();
        int larger = (int)Math.Min(count * 2L, Math.Max(budget, count + 1L));
        Array.Resize(ref times, larger);
        Array.Resize(ref values, larger);
    }

    private DecodeException TooMany() => new(DecodeFaultKind.TooManyPoints, $"it holds more than {maxPoints:N0} points");
}
