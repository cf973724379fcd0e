using System.Diagnostics;
using CanaryJudge.Analyzer.Analyses.Store;
using CanaryJudge.Analyzer.Leasing;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Analyses.Ticking;

/// <summary>Claims ticks as they fall due and runs them. Replicas share the work through the store alone.</summary>
internal sealed partial class TickScheduler(
    TickRun run, AnalysisReads reads, TickWrites writes, AnalysisSignals signals, AnalysisMeter meter, IOptions<AnalysisOptions> options, TimeProvider clock, ILogger<TickScheduler> logger) : BackgroundService
{
    private const int MostClaimed = 64;

    // Between two claims: ticks that fall due meanwhile are claimed together, in one transaction.
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    private readonly string _owner = $"{Environment.MachineName}/{Environment.ProcessId}";

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using LeasedWork<ClaimedTick> running = new(TickAsync, writes.RenewAsync, options.Value.Lease, options.Value.ParallelTicks, clock);
        using CancellationTokenSource drained = new();
        Task renewing = running.RenewAsync(drained.Token);
        await ClaimAsync(running, stoppingToken);
        await running.DrainAsync(options.Value.Grace);
        await drained.CancelAsync();
        await renewing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ClaimAsync(LeasedWork<ClaimedTick> running, CancellationToken stopping)
    {
        bool isFailing = false;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await running.WaitForSlotAsync(stopping);
                await RoundAsync(running, stopping);
                if (isFailing) Log.Recovered(logger);
                isFailing = false;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception cause)
            {
                // Whatever it is, the service goes on trying; readiness says that the store cannot be reached.
                if (!isFailing) Log.Failing(logger, cause);
                isFailing = true;
                await Task.Delay(AfterFailure, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task RoundAsync(LeasedWork<ClaimedTick> running, CancellationToken stopping)
    {
        if (await reads.NextDueAsync(stopping) is not { } due)
        {
            await WaitAsync(options.Value.Poll, stopping);
            return;
        }

        TimeSpan until = DateTimeOffset.FromUnixTimeMilliseconds(due) - clock.GetUtcNow();
        if (until > TimeSpan.Zero)
        {
            await WaitAsync(until < options.Value.Poll ? until : options.Value.Poll, stopping);
            return;
        }

        foreach (ClaimedTick tick in await writes.ClaimAsync(_owner, options.Value.Lease, Math.Min(MostClaimed, running.Free), stopping)) running.Begin(tick);
        await Task.Delay(Gather, clock, stopping);
    }

    private async Task TickAsync(ClaimedTick tick, CancellationToken cancellationToken)
    {
        using Activity? span = TickSpan.Begin(tick);
        long start = clock.GetTimestamp();
        meter.Begin(clock.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(tick.TickMillis));
        string outcome = "failed";
        try
        {
            outcome = await run.RunAsync(tick, cancellationToken);
        }
        finally
        {
            meter.End(outcome, clock.GetElapsedTime(start));
            TickSpan.End(span, outcome);
        }
    }

    private async Task WaitAsync(TimeSpan time, CancellationToken stopping)
    {
        using CancellationTokenSource limit = new(time, clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
        try
        {
            await signals.Started.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            // The time is up.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(320, LogLevel.Error, "No ticks can be claimed; it is tried again every second")]
        public static partial void Failing(ILogger logger, Exception cause);

        [LoggerMessage(321, LogLevel.Information, "Ticks are claimed again")]
        public static partial void Recovered(ILogger logger);
    }
}
