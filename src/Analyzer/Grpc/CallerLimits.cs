using System.Globalization;
using System.Threading.RateLimiting;
using CanaryJudge.Analyzer.SignIn;
using Grpc.Core;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Grpc;

/// <summary>
/// Keeps one caller from taking the service from the others: so many calls a second, so many watches at a time. A caller is who signed in, else the address that calls.
/// Nothing queues: who is above a bound is told at once.
/// </summary>
internal static class CallerLimits
{
    /// <summary>Adds them as section Limits says.</summary>
    public static IServiceCollection AddCallerLimits(this IServiceCollection services)
    {
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<LimitOptions>>((limiter, limits) =>
        {
            limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(Calls(limits.Value), Watches(limits.Value), AllWatches(limits.Value));
            limiter.OnRejected = (rejected, _) => new ValueTask(RefuseAsync(rejected, limits.Value));
        });
        return services;
    }

    private static PartitionedRateLimiter<HttpContext> Calls(LimitOptions limits) => PartitionedRateLimiter.Create<HttpContext, string>(context =>
        RateLimitPartition.GetTokenBucketLimiter(CallerOf(context), _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = limits.CallBurst,
            TokensPerPeriod = limits.CallsPerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        }));

    private static PartitionedRateLimiter<HttpContext> Watches(LimitOptions limits) => PartitionedRateLimiter.Create<HttpContext, string>(context => IsWatch(context)
        ? RateLimitPartition.GetConcurrencyLimiter(CallerOf(context), _ => new ConcurrencyLimiterOptions { PermitLimit = limits.WatchesPerCaller, QueueLimit = 0 })
        : RateLimitPartition.GetNoLimiter(""));

    private static PartitionedRateLimiter<HttpContext> AllWatches(LimitOptions limits) => PartitionedRateLimiter.Create<HttpContext, bool>(context => IsWatch(context)
        ? RateLimitPartition.GetConcurrencyLimiter(true, _ => new ConcurrencyLimiterOptions { PermitLimit = limits.Watches, QueueLimit = 0 })
        : RateLimitPartition.GetNoLimiter(false));

    private static bool IsWatch(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<WatchingAttribute>() is not null;

    // The kind stands before the name: nobody can sign in under an address.
    private static string CallerOf(HttpContext context) =>
        CallerIdentity.NameOf(context.User) is { } name ? "name " + name : "address " + context.Connection.RemoteIpAddress;

    private static Task RefuseAsync(OnRejectedContext rejected, LimitOptions limits)
    {
        string message = "There are too many watches at a time: "
            + $"at most {limits.WatchesPerCaller} of one caller (Limits:WatchesPerCaller) and {limits.Watches} in all (Limits:Watches). End some, or watch at another replica.";
        if (rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan after))
        {
            message = $"There are too many calls: at most {limits.CallsPerSecond} a second of one caller (Limits:CallsPerSecond), {limits.CallBurst} at once (Limits:CallBurst). Wait, and repeat.";
            rejected.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(Math.Max(1, after.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        return ErrorAnswer.WriteAsync(rejected.HttpContext, StatusCode.ResourceExhausted, StatusCodes.Status429TooManyRequests, message);
    }
}
