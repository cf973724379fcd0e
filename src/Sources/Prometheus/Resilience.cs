using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace CanaryJudge.Sources.Prometheus;

/// <summary>What stands between a question and a server that is slow, busy or gone. From the outside in: bounded concurrency, retry, circuit breaker, timeout of an attempt.</summary>
/// <remarks>Questions only read, so that asking again is always safe; what is retried is what may go better (<see cref="Attempt.Retryable"/>).</remarks>
internal static class Resilience
{
    /// <summary>A server that asks to wait longer than this is not asked again for this question.</summary>
    public static readonly TimeSpan MostRetryAfter = TimeSpan.FromSeconds(30);

    private const int MostWaiting = 100_000;
    private const double BreakAtFailureShare = 0.5;
    private const int LeastCallsToBreak = 10;
    private static readonly TimeSpan BreakSampling = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BreakFor = TimeSpan.FromSeconds(15);

    /// <summary>The pipeline for one server.</summary>
    public static ResiliencePipeline<Attempt> Create(PrometheusOptions options, TimeProvider time)
    {
        var builder = new ResiliencePipelineBuilder<Attempt> { TimeProvider = time };
        builder.AddConcurrencyLimiter(options.Concurrency, MostWaiting);
        if (options.Attempts > 1)
        {
            builder.AddRetry(new RetryStrategyOptions<Attempt>
            {
                MaxRetryAttempts = options.Attempts - 1,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = TimeSpan.FromMilliseconds(200),
                MaxDelay = TimeSpan.FromSeconds(5),
                ShouldHandle = arguments => ValueTask.FromResult(MayGoBetter(arguments.Outcome)),
                DelayGenerator = arguments => ValueTask.FromResult(arguments.Outcome.Result?.RetryAfter),
            });
        }
        return builder
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<Attempt>
            {
                FailureRatio = BreakAtFailureShare,
                MinimumThroughput = LeastCallsToBreak,
                SamplingDuration = BreakSampling,
                BreakDuration = BreakFor,
                ShouldHandle = arguments => ValueTask.FromResult(MayGoBetter(arguments.Outcome)),
            })
            .AddTimeout(new TimeoutStrategyOptions { Timeout = options.Timeout })
            .Build();
    }

    private static bool MayGoBetter(Outcome<Attempt> outcome) => outcome.Exception is TimeoutRejectedException
        || (outcome.Result is { Retryable: true } attempt && !(attempt.RetryAfter > MostRetryAfter));
}
