namespace CanaryJudge.Analyzer.Tests.Faults;

/// <summary>A wall clock that can be put back and forward while time itself goes on as ever.</summary>
internal sealed class MovedClock : TimeProvider
{
    private long _offsetTicks;

    /// <summary>How far it is from the right time.</summary>
    public TimeSpan Offset
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _offsetTicks));
        set => Interlocked.Exchange(ref _offsetTicks, value.Ticks);
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Offset;
}
