using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using CanaryJudge.Analyzer.SignIn;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Grpc;

/// <summary>
/// Keeps one caller from taking the service from the others: so many calls a second, so many watches at a time. A caller is who signed in, else the address that calls.
/// Nothing queues: who is above a bound is told at once.
/// </summary>
internal sealed class CallerLimits : IDisposable
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);

    private readonly LimitOptions _limits;
    private readonly CallerBounds<TokenBucketRateLimiter> _calls;
    private readonly CallerBounds<ConcurrencyLimiter> _watches;
    private readonly ConcurrencyLimiter _allWatches;

    /// <summary>The bounds of section Limits.</summary>
    public CallerLimits(IOptions<LimitOptions> limits)
    {
        _limits = limits.Value;
        TokenBucketRateLimiterOptions calls = new()
        {
            TokenLimit = _limits.CallBurst,
            TokensPerPeriod = _limits.CallsPerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
            AutoReplenishment = false,
        };
        ConcurrencyLimiterOptions watches = new() { PermitLimit = _limits.WatchesPerCaller, QueueLimit = 0 };
        _calls = new CallerBounds<TokenBucketRateLimiter>(() => new TokenBucketRateLimiter(calls), Idle);
        _watches = new CallerBounds<ConcurrencyLimiter>(() => new ConcurrencyLimiter(watches), Idle);
        _allWatches = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = _limits.Watches, QueueLimit = 0 });
    }

    /// <summary>A step after routing and sign-in, which lets a call through or refuses it. Endpoints that are not limited are left alone; what has no endpoint counts too.</summary>
    public Task LimitAsync(HttpContext context, RequestDelegate next)
    {
        EndpointMetadataCollection? call = context.GetEndpoint()?.Metadata;
        if (call?.GetMetadata<Unlimited>() is not null) return next(context);
        // A name and an address are never equal: nobody can sign in under an address.
        object caller = CallerIdentity.NameOf(context.User) ?? (object?)context.Connection.RemoteIpAddress ?? IPAddress.None;
        TokenBucketRateLimiter calls = _calls.Of(caller);
        calls.TryReplenish();
        // A call that has been made is not given back, so that there is nothing to dispose.
        RateLimitLease taken = calls.AttemptAcquire();
        if (!taken.IsAcquired) return RefuseCallAsync(context, taken);
        return call?.GetMetadata<WatchingAttribute>() is null ? next(context) : WatchAsync(context, caller, next);
    }

    /// <summary>Lets no watch through any more.</summary>
    public void Dispose() => _allWatches.Dispose();

    private async Task WatchAsync(HttpContext context, object caller, RequestDelegate next)
    {
        using RateLimitLease own = _watches.Of(caller).AttemptAcquire();
        using RateLimitLease? any = own.IsAcquired ? _allWatches.AttemptAcquire() : null;
        if (any is { IsAcquired: true }) await next(context);
        else await RefuseWatchAsync(context);
    }

    private Task RefuseCallAsync(HttpContext context, RateLimitLease refused)
    {
        TimeSpan after = refused.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan told) ? told : TimeSpan.FromSeconds(1);
        context.Response.Headers.RetryAfter = Math.Ceiling(Math.Max(1, after.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return RefuseAsync(context, $"There are too many calls: at most {_limits.CallsPerSecond} a second of one caller (Limits:CallsPerSecond), {_limits.CallBurst} at once (Limits:CallBurst). Wait, and repeat.");
    }

    private Task RefuseWatchAsync(HttpContext context) => RefuseAsync(
        context,
        $"There are too many watches at a time: at most {_limits.WatchesPerCaller} of one caller (Limits:WatchesPerCaller) and {_limits.Watches} in all (Limits:Watches). End some, or watch at another replica.");

    private static Task RefuseAsync(HttpContext context, string message) => ErrorAnswer.WriteAsync(context, StatusCode.ResourceExhausted, StatusCodes.Status429TooManyRequests, message);
}
