namespace CanaryJudge.Judging.Planning;

/// <summary>The windows of an analysis: equal, adjacent, fixed before any data is seen, the same for both sides.</summary>
/// <remarks>Window k is the half-open time (StartMillis + (k - First) Interval, StartMillis + (k - First + 1) Interval]; history windows have k below 0.</remarks>
/// <param name="StartMillis">Start of the first window, which is window 0 unless only later windows are asked for; milliseconds since the Unix epoch.</param>
/// <param name="IntervalMillis">Length of a window in milliseconds, above 0.</param>
/// <param name="Count">Number of windows from the first on, warm-up included.</param>
/// <param name="History">Number of baseline windows before window 0; 0 when only later windows are asked for.</param>
public sealed record WindowGrid(long StartMillis, long IntervalMillis, int Count, int History)
{
    /// <summary>Number of the first window: 0, or above it when windows are asked for one after the other.</summary>
    public int First { get; init; }

    /// <summary>Start of the first history window (of window 0 when there is no history), milliseconds since the Unix epoch.</summary>
    public long HistoryStartMillis => StartMillis - History * IntervalMillis;

    /// <summary>End of the last window, milliseconds since the Unix epoch.</summary>
    public long EndMillis => StartMillis + Count * IntervalMillis;
}
