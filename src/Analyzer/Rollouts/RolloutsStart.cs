namespace CanaryJudge.Analyzer.Rollouts;

/// <summary>Makes the targets before anything else starts, or says why the service cannot start.</summary>
internal sealed partial class RolloutsStart(IServiceProvider services, ILogger<RolloutsStart> logger) : IHostedLifecycleService
{
    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        foreach (RolloutTarget target in services.GetRequiredService<RolloutTargets>().All) Log.Target(logger, target.Name, target.Kind, target.IsEnabled ? target.Mode.ToString() : "switched off");
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(400, LogLevel.Information, "Target {Target} is a rollout of the kind {Kind}: {Mode}")]
        public static partial void Target(ILogger logger, string target, string kind, string mode);
    }
}
