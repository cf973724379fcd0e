using CanaryJudge.Analyzer.Analyses;
using CanaryJudge.Analyzer.Leasing;
using CanaryJudge.Analyzer.Rollouts.Store;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Rollouts.Acting;

/// <summary>Claims actions as they fall due and works on them. Replicas share the work through the store alone.</summary>
internal sealed partial class ActionScheduler(
    ActionRun run, ActionWrites writes, ActionSignals signals, RolloutTargets targets, IOptions<RolloutOptions> options, IOptions<AnalysisOptions> analyses, TimeProvider clock, ILogger<ActionScheduler> logger)
    : BackgroundService
{
    private const int MostClaimed = 64;

    // Between two claims: actions that fall due meanwhile are claimed together, in one transaction.
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    // So long that other replicas' actions are seen soon, whose signal is not heard here.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(1);

    private readonly string _owner = $"{Environment.MachineName}/{Environment.ProcessId}";
    private readonly string[] _known = [.. targets.All.Select(target => target.Name)];

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_known.Length == 0) return;
        using LeasedWork<ActionRow> working = new(run.RunAsync, writes.RenewAsync, options.Value.Lease, options.Value.Parallel, clock);
        using CancellationTokenSource drained = new();
        Task renewing = working.RenewAsync(drained.Token);
        await ClaimAsync(working, stoppingToken);
        await working.DrainAsync(analyses.Value.Grace);
        await drained.CancelAsync();
        await renewing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ClaimAsync(LeasedWork<ActionRow> working, CancellationToken stopping)
    {
        bool isFailing = false;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await working.WaitForSlotAsync(stopping);
                await RoundAsync(working, stopping);
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

    private async Task RoundAsync(LeasedWork<ActionRow> working, CancellationToken stopping)
    {
        TimeSpan? until = await writes.NextDueAsync(_known, stopping);
        if (until is { } due && due <= TimeSpan.Zero)
        {
            foreach (ActionRow claim in await writes.ClaimAsync(_owner, options.Value.Lease, Math.Min(MostClaimed, working.Free), _known, stopping)) working.Begin(claim);
            await Task.Delay(Gather, clock, stopping);
            return;
        }

        TimeSpan sleep = options.Value.Poll < LongestSleep ? options.Value.Poll : LongestSleep;
        if (until < sleep) sleep = until.Value;
        using CancellationTokenSource limit = new(sleep, clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
        try
        {
            await signals.Raised.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            // The time is up.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(420, LogLevel.Error, "No actions can be claimed; it is tried again every second")]
        public static partial void Failing(ILogger logger, Exception cause);

        [LoggerMessage(421, LogLevel.Information, "Actions are claimed again")]
        public static partial void Recovered(ILogger logger);
    }
}
