namespace CanaryJudge.Analyzer.Rollouts.Store;

/// <summary>
/// What time it is for the rate limit. A wall clock that is put forward makes every rollback look as if it were long ago, and the limit forget them; so a leap is believed only after the time
/// over which rollbacks are counted has really passed. One that is put back is believed at once: that forgets nothing.
/// </summary>
/// <remarks>Safe for several threads at once. A process that starts after the leap cannot know of it.</remarks>
internal sealed class RollbackClock(TimeProvider clock)
{
    // Clocks that are steered drift by less than this between two rollbacks, and so much does not matter to the limit.
    private static readonly TimeSpan Leap = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private DateTimeOffset _wall = clock.GetUtcNow();
    private long _timestamp = clock.GetTimestamp();
    private long? _leaptTimestamp;

    /// <summary>The time, at most that of the wall clock.</summary>
    /// <param name="window">The time over which rollbacks are counted.</param>
    public DateTimeOffset Now(TimeSpan window)
    {
        lock (_gate)
        {
            long timestamp = clock.GetTimestamp();
            DateTimeOffset wall = clock.GetUtcNow(), steady = _wall + clock.GetElapsedTime(_timestamp, timestamp);
            if (wall - steady > Leap)
            {
                _leaptTimestamp ??= timestamp;
                if (clock.GetElapsedTime(_leaptTimestamp.Value, timestamp) <= window) return steady;
            }

            (_wall, _timestamp, _leaptTimestamp) = (wall, timestamp, null);
            return wall;
        }
    }
}
