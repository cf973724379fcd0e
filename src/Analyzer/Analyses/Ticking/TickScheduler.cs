using System.Diagnostics;
using CanaryJudge.Analyzer.Analyses.Store;
using CanaryJudge.Analyzer.Leasing;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Analyses.Ticking;

/// <summary>Runs ticks as they fall due.</summary>
internal sealed partial class TickScheduler(
    TickRun run, AnalysisReads reads, TickWrites writes, AnalysisSignals signals, AnalysisMeter meter, IOptions<AnalysisOptions> options, TimeProvider clock, ILogger<TickScheduler> logger)
    : ClaimingService<ClaimedTick>(options.Value.Lease, options.Value.ParallelTicks, options.Value.Grace, options.Value.Poll, clock)
{
    /// <inheritdoc/>
    protected override async Task<TimeSpan?> NextDueAsync(CancellationToken cancellationToken) =>
        await reads.NextDueAsync(cancellationToken) is { } due ? DateTimeOffset.FromUnixTimeMilliseconds(due) - Clock.GetUtcNow() : null;

    /// <inheritdoc/>
    protected override Task<IReadOnlyList<ClaimedTick>> ClaimAsync(int limit, CancellationToken cancellationToken) => writes.ClaimAsync(Owner, options.Value.Lease, limit, cancellationToken);

    /// <inheritdoc/>
    protected override async Task RunAsync(ClaimedTick claim, CancellationToken cancellationToken)
    {
        using Activity? span = TickSpan.Begin(claim);
        long start = Clock.GetTimestamp();
        meter.Begin(Clock.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(claim.TickMillis));
        string outcome = "failed";
        try
        {
            outcome = await run.RunAsync(claim, cancellationToken);
        }
        finally
        {
            meter.End(outcome, Clock.GetElapsedTime(start));
            TickSpan.End(span, outcome);
        }
    }

    /// <inheritdoc/>
    protected override Task<bool> RenewAsync(ClaimedTick claim, TimeSpan lease, CancellationToken cancellationToken) => writes.RenewAsync(claim, lease, cancellationToken);

    /// <inheritdoc/>
    protected override Task HearAsync(CancellationToken cancellationToken) => signals.Started.ReadAsync(cancellationToken).AsTask();

    /// <inheritdoc/>
    protected override void SayFailing(Exception cause) => Log.Failing(logger, cause);

    /// <inheritdoc/>
    protected override void SayRecovered() => Log.Recovered(logger);

    private static partial class Log
    {
        [LoggerMessage(320, LogLevel.Error, "No ticks can be claimed; it is tried again every second")]
        public static partial void Failing(ILogger logger, Exception cause);

        [LoggerMessage(321, LogLevel.Information, "Ticks are claimed again")]
        public static partial void Recovered(ILogger logger);
    }
}
