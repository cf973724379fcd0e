using System.Runtime.CompilerServices;

namespace CanaryJudge.Sources.Prometheus.Decoding;

/// <summary>The points of the series that is being read: one buffer for all series of all answers, so that it stays in the processor's cache.</summary>
internal sealed class PointBuffer
{
    private const int UsualPoints = 2048;
    private readonly int maxPoints;
    private long[] times = new long[UsualPoints];
    private double[] values = new double[UsualPoints];
    private int count;
    private int budget;
    private int room;

    /// <param name="maxPoints">Points over all series of an answer at most.</param>
    public PointBuffer(int maxPoints)
    {
        this.maxPoints = maxPoints;
        Reset();
    }

    /// <summary>How many points the series has so far.</summary>
    public int Count => count;

    /// <summary>Their times.</summary>
    public ReadOnlySpan<long> Times => times.AsSpan(0, count);

    /// <summary>Their values.</summary>
    public ReadOnlySpan<double> Values => values.AsSpan(0, count);

    /// <summary>The time of the last point; before the first one, a time before all times.</summary>
    public long LastTime => count == 0 ? long.MinValue : times[count - 1];

    /// <summary>Adds a point.</summary>
    /// <exception cref="DecodeException">Its time does not rise, or the answer has too many points.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(long timeMillis, double value)
    {
        int at = count;
        if (at > 0 && timeMillis <= times[at - 1]) throw NotRising();
        if (at == room) Grow();
        times[at] = timeMillis;
        values[at] = value;
        count = at + 1;
    }

    /// <summary>Where points may be written that are then added by <see cref="Advance"/>: as many as are allowed and need no larger buffer.</summary>
    public Span<double> Room(out Span<long> timesRoom)
    {
        timesRoom = times.AsSpan(count, room - count);
        return values.AsSpan(count, room - count);
    }

    /// <summary>Adds points that were written where there was room. Their times rise, also from <see cref="LastTime"/>.</summary>
    public void Advance(int points) => count += points;

    /// <summary>Counts points against the answer's limit.</summary>
    /// <exception cref="DecodeException">The answer has too many points.</exception>
    public void Spend(int points)
    {
        if (points > budget) throw TooMany();
        budget -= points;
        room = Math.Min(budget, times.Length);
    }

    /// <summary>Starts the next series.</summary>
    public void Clear() => count = 0;

    /// <summary>Starts the next answer.</summary>
    public void Reset()
    {
        count = 0;
        budget = maxPoints;
        if (times.Length > UsualPoints) (times, values) = (new long[UsualPoints], new double[UsualPoints]);
        room = Math.Min(budget, times.Length);
    }

    /// <summary>The fault of times that do not rise.</summary>
    public static DecodeException NotRising() => DecodeException.Malformed("the times of a series do not rise");

    private void Grow()
    {
        if (count >= budget) throw TooMany();
        int larger = (int)Math.Min(count * 2L, budget);
        Array.Resize(ref times, larger);
        Array.Resize(ref values, larger);
        room = Math.Min(budget, larger);
    }

    private DecodeException TooMany() => new(DecodeFaultKind.TooManyPoints, $"it holds more than {maxPoints:N0} points");
}
