using CanaryJudge.Analyzer.Analyses.Notices;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Analyses.Store;

/// <summary>Keeps the store in order: deletes what ended longer ago than it is to be kept, and measures its size.</summary>
internal sealed partial class StoreKeeping(
    StoreDatabase database, AnalysisReads reads, NoticeWrites notices, StoreMeter meter, IOptions<StoreOptions> options, IOptions<AnalysisOptions> analyses, TimeProvider clock, ILogger<StoreKeeping> logger)
    : BackgroundService
{
    private const int AtOnce = 50;
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(10);
    private static readonly string[] Parts = ["analysis_window", "analysis_event", "analysis_definition"];

    /// <summary>Deletes up to so many analyses, and so many actions, that ended longer ago than they are to be kept. What was rolled back stays remembered.</summary>
    /// <returns>How many were deleted.</returns>
    public Task<int> DeleteAsync(CancellationToken cancellationToken)
    {
        long before = (clock.GetUtcNow() - TimeSpan.FromDays(options.Value.RetentionDays)).ToUnixTimeMilliseconds();
        return database.WriteAsync(
            async transaction =>
            {
                IReadOnlyList<string> ids = await transaction.QueryAsync<string>($"select id from analysis where ended_millis < @before order by ended_millis limit @limit {database.SkipLocked}", new { before, limit = AtOnce });
                foreach (string id in ids)
                {
                    foreach (string part in Parts) await transaction.ExecuteAsync($"delete from {part} where analysis_id = @id", new { id });
                    await transaction.ExecuteAsync("delete from analysis where id = @id", new { id });
                }

                IReadOnlyList<string> actions = await transaction.QueryAsync<string>($"select id from rollout_action where ended_millis < @before order by ended_millis limit @limit {database.SkipLocked}", new { before, limit = AtOnce });
                foreach (string id in actions)
                {
                    await transaction.ExecuteAsync("delete from rollout_step where action_id = @id", new { id });
                    await transaction.ExecuteAsync("delete from rollout_action where id = @id", new { id });
                }

                return ids.Count + actions.Count;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(StoreStart.Calm, clock, stoppingToken);
        using PeriodicTimer timer = new(Between, clock);
        do
        {
            try
            {
                int deleted = 0;
                for (int some; (some = await DeleteAsync(stoppingToken)) > 0;) deleted += some;
                if (deleted > 0) Log.Deleted(logger, deleted, options.Value.RetentionDays);
                int lapsed = await notices.LapseAsync(analyses.Value.VetoAge, stoppingToken);
                if (lapsed > 0) Log.Lapsed(logger, lapsed, analyses.Value.VetoAge.TotalHours);
                meter.SetSize(await reads.SizeAsync(stoppingToken));
            }
            catch (Exception cause) when (cause is not OperationCanceledException)
            {
                Log.Failed(logger, cause);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static partial class Log
    {
        [LoggerMessage(330, LogLevel.Information, "{Count} analyses and actions that ended more than {Days} days ago were deleted")]
        public static partial void Deleted(ILogger logger, int count, int days);

        [LoggerMessage(331, LogLevel.Warning, "The store could not be kept in order; it is tried again")]
        public static partial void Failed(ILogger logger, Exception cause);

        [LoggerMessage(333, LogLevel.Warning, "{Count} vetoes were lifted, because nobody has repeated them for {Hours} hours")]
        public static partial void Lapsed(ILogger logger, int count, double hours);
    }
}
