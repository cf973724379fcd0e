using System.Data.Common;
using Npgsql;

namespace CanaryJudge.Analyzer.Analyses.Store;

/// <summary>Hears which analyses other replicas have changed, so that a watcher here sees their events at once; an embedded store has no other replicas. While the connection is lost, watchers look by themselves.</summary>
internal sealed partial class StoreListener(StoreDatabase store, AnalysisSignals signals, TimeProvider clock, ILogger<StoreListener> logger) : BackgroundService
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => store is PostgresDatabase database ? ListenAsync(database, stoppingToken) : Task.CompletedTask;

    private async Task ListenAsync(PostgresDatabase database, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using NpgsqlConnection connection = await database.ListenAsync(stoppingToken);
                connection.Notification += (_, told) => signals.Raise(told.Payload);
                signals.RaiseAll();
                while (true) await connection.WaitAsync(stoppingToken);
            }
            catch (Exception cause) when (cause is DbException or IOException or TimeoutException)
            {
                Log.Lost(logger, cause);
                await Task.Delay(AfterFailure, clock, stoppingToken);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(302, LogLevel.Warning, "The store tells no changes for now; watchers may see events two seconds late")]
        public static partial void Lost(ILogger logger, Exception cause);
    }
}
