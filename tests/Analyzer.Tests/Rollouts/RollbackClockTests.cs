using CanaryJudge.Analyzer.Rollouts.Store;

namespace CanaryJudge.Analyzer.Tests.Rollouts;

public sealed class RollbackClockTests
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private readonly TwoClocks _clock = new();

    [Fact]
    public void TimeThatPasses_IsTheWallClocks()
    {
        RollbackClock clock = new(_clock);
        foreach (double minutes in (double[])[0.1, 30, 5000])
        {
            _clock.Pass(TimeSpan.FromMinutes(minutes));
            Assert.Equal(_clock.GetUtcNow(), clock.Now(Window));
        }
    }

    [Fact]
    public void Leap_IsBelievedOnlyAfterTheWindowHasReallyPassed()
    {
        RollbackClock clock = new(_clock);
        DateTimeOffset before = clock.Now(Window);
        _clock.Wall += TimeSpan.FromHours(1);

        Assert.Equal(before, clock.Now(Window));
        _clock.Pass(TimeSpan.FromMinutes(9));
        Assert.Equal(before + TimeSpan.FromMinutes(9), clock.Now(Window));
        _clock.Pass(TimeSpan.FromMinutes(2));
        Assert.Equal(before + TimeSpan.FromMinutes(71), clock.Now(Window));
        _clock.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(before + TimeSpan.FromMinutes(72), clock.Now(Window));
    }

    [Fact]
    public void ClockPutBack_IsBelievedAtOnce_AndALeapThatIsTakenBackIsForgotten()
    {
        RollbackClock clock = new(_clock);
        _clock.Wall -= TimeSpan.FromDays(30);
        Assert.Equal(_clock.GetUtcNow(), clock.Now(Window));

        _clock.Wall += TimeSpan.FromHours(1);
        Assert.NotEqual(_clock.GetUtcNow(), clock.Now(Window));
        _clock.Wall -= TimeSpan.FromHours(1);
        Assert.Equal(_clock.GetUtcNow(), clock.Now(Window));
        _clock.Pass(TimeSpan.FromMinutes(11));
        _clock.Wall += TimeSpan.FromHours(1);
        Assert.Equal(_clock.GetUtcNow() - TimeSpan.FromHours(1), clock.Now(Window));
    }

    // A wall clock that is put forward and back beside a time that only passes.
    private sealed class TwoClocks : TimeProvider
    {
        private long _ticks;

        public DateTimeOffset Wall { get; set; } = new(2026, 1, 31, 10, 0, 0, TimeSpan.Zero);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(TimeSpan time)
        {
            _ticks += time.Ticks;
            Wall += time;
        }

        public override DateTimeOffset GetUtcNow() => Wall;

        public override long GetTimestamp() => _ticks;
    }
}
