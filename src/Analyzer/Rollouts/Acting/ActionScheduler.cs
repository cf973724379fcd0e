using CanaryJudge.Analyzer.Analyses;
using CanaryJudge.Analyzer.Leasing;
using CanaryJudge.Analyzer.Rollouts.Store;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Rollouts.Acting;

/// <summary>Works on actions as they fall due.</summary>
internal sealed partial class ActionScheduler(
    ActionRun run, ActionWrites writes, ActionSignals signals, RolloutTargets targets, IOptions<RolloutOptions> options, IOptions<AnalysisOptions> analyses, TimeProvider clock, ILogger<ActionScheduler> logger)
    : ClaimingService<ActionRow>(options.Value.Lease, options.Value.Parallel, analyses.Value.Grace, options.Value.Poll < LongestSleep ? options.Value.Poll : LongestSleep, clock)
{
    // So long that other replicas' actions are seen soon, whose signal is not heard here.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(1);

    private readonly string[] _known = [.. targets.All.Select(target => target.Name)];

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => _known.Length == 0 ? Task.CompletedTask : base.ExecuteAsync(stoppingToken);

    /// <inheritdoc/>
    protected override Task<TimeSpan?> NextDueAsync(CancellationToken cancellationToken) => writes.NextDueAsync(_known, cancellationToken);

    /// <inheritdoc/>
    protected override Task<IReadOnlyList<ActionRow>> ClaimAsync(int limit, CancellationToken cancellationToken) => writes.ClaimAsync(Owner, options.Value.Lease, limit, _known, cancellationToken);

    /// <inheritdoc/>
    protected override Task RunAsync(ActionRow claim, CancellationToken cancellationToken) => run.RunAsync(claim, cancellationToken);

    /// <inheritdoc/>
    protected override Task<bool> RenewAsync(ActionRow claim, TimeSpan lease, CancellationToken cancellationToken) => writes.RenewAsync(claim, lease, cancellationToken);

    /// <inheritdoc/>
    protected override Task HearAsync(CancellationToken cancellationToken) => signals.Raised.ReadAsync(cancellationToken).AsTask();

    /// <inheritdoc/>
    protected override void SayFailing(Exception cause) => Log.Failing(logger, cause);

    /// <inheritdoc/>
    protected override void SayRecovered() => Log.Recovered(logger);

    private static partial class Log
    {
        [LoggerMessage(420, LogLevel.Error, "No actions can be claimed; it is tried again every second")]
        public static partial void Failing(ILogger logger, Exception cause);

        [LoggerMessage(421, LogLevel.Information, "Actions are claimed again")]
        public static partial void Recovered(ILogger logger);
    }
}
