using System.Net;
using System.Threading.RateLimiting;
using CanaryJudge.Analyzer.Grpc;

namespace CanaryJudge.Analyzer.Tests.Grpc;

public sealed class CallerBoundsTests
{
    [Fact]
    public void SameCaller_HasOneBound_AndANameIsNoAddress()
    {
        CallerBounds<ConcurrencyLimiter> bounds = new(One, TimeSpan.MaxValue);

        ConcurrencyLimiter first = bounds.Of(IPAddress.Parse("192.0.2.7"));

        Assert.Same(first, bounds.Of(IPAddress.Parse("192.0.2.7")));
        Assert.NotSame(first, bounds.Of("192.0.2.7"));
        Assert.NotSame(first, bounds.Of(IPAddress.Parse("192.0.2.8")));
        Assert.Equal(3, bounds.Count);
    }

    [Fact]
    public void NewCaller_ForgetsWhoIsIdle_AndKeepsWhoHoldsSomething()
    {
        CallerBounds<ConcurrencyLimiter> bounds = new(One, TimeSpan.Zero);
        ConcurrencyLimiter held = bounds.Of("watcher");
        using RateLimitLease watch = held.AttemptAcquire();
        ConcurrencyLimiter idle = bounds.Of("idler");

        bounds.Of("third");

        Assert.Equal(2, bounds.Count);
        Assert.Same(held, bounds.Of("watcher"));
        Assert.NotSame(idle, bounds.Of("idler"));
    }

    [Fact]
    public void NewCaller_KeepsWhoHasNotEarnedHisCallsBack()
    {
        TokenBucketRateLimiterOptions slow = new() { TokenLimit = 2, TokensPerPeriod = 1, ReplenishmentPeriod = TimeSpan.FromHours(1), QueueLimit = 0, AutoReplenishment = false };
        CallerBounds<TokenBucketRateLimiter> bounds = new(() => new TokenBucketRateLimiter(slow), TimeSpan.Zero);
        TokenBucketRateLimiter busy = bounds.Of("busy");
        using RateLimitLease call = busy.AttemptAcquire();

        bounds.Of("other");

        Assert.Same(busy, bounds.Of("busy"));
        Assert.True(call.IsAcquired);
    }

    private static ConcurrencyLimiter One() => new(new ConcurrencyLimiterOptions { PermitLimit = 1, QueueLimit = 0 });
}
