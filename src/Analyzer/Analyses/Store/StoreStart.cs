using System.Data.Common;
using CanaryJudge.Analyzer.Settings;

namespace CanaryJudge.Analyzer.Analyses.Store;

/// <summary>
/// Brings the store's schema up to date once the ports are open, or says why the service cannot start: judging needs no store and is answered meanwhile, what needs it waits
/// for it, and the service is not ready before.
/// </summary>
internal sealed partial class StoreStart(StoreDatabase database, ILogger<StoreStart> logger) : IHostedLifecycleService
{
    /// <summary>How long what is not urgent waits after the start, so that the first calls are answered before it.</summary>
    public static readonly TimeSpan Calm = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await database.MigrateAsync(cancellationToken);
        }
        catch (Exception cause) when (cause is DbException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            throw new SettingsException([$"The store {database.Name} cannot be used: {cause.Message} Check Store:File or Store:Postgres (docs/analyses.md)."]);
        }

        Log.Ready(logger, database.Name);
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(301, LogLevel.Information, "Analyses are kept in {Store}")]
        public static partial void Ready(ILogger logger, string store);
    }
}
