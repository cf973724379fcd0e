namespace CanaryJudge.Analyzer.Analyses.Store;

/// <summary>Counts what the store holds, now and then, for the metrics.</summary>
internal sealed partial class StoreCensus(AnalysisReads reads, StoreMeter meter, TimeProvider clock, ILogger<StoreCensus> logger) : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private bool _isFailing;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(StoreStart.Calm, clock, stoppingToken);
        using PeriodicTimer timer = new(Between, clock);
        do
        {
            meter.SetCount(await CountAsync(stoppingToken));
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<StoreCount?> CountAsync(CancellationToken stopping)
    {
        using CancellationTokenSource limit = new(Longest, clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
        try
        {
            StoreCount count = await reads.CountAsync(clock.GetUtcNow().ToUnixTimeMilliseconds(), either.Token);
            _isFailing = false;
            return count;
        }
        catch (Exception cause) when (!stopping.IsCancellationRequested)
        {
            // Whatever it is, counting must not end the service. Said once, until it succeeds again.
            if (!_isFailing) Log.Failed(logger, cause);
            _isFailing = true;
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(332, LogLevel.Warning, "The store could not be looked at for the metrics; it is tried again every 10 s")]
        public static partial void Failed(ILogger logger, Exception cause);
    }
}
