namespace CanaryJudge.Analyzer.Telemetry;

/// <summary>Tells the zeros of all counters when the service starts, once somebody listens.</summary>
internal sealed class ZeroStart(IEnumerable<IStartsAtZero> meters) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (IStartsAtZero meter in meters) meter.TellZeros();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
