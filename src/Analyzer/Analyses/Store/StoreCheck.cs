using System.Data.Common;
using CanaryJudge.Analyzer.Health;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CanaryJudge.Analyzer.Analyses.Store;

/// <summary>Readiness: the store's schema is up to date, and it can be reached.</summary>
internal sealed class StoreCheck(StoreDatabase database, AnalysisReads reads, TimeProvider clock) : IHealthCheck
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!database.IsCurrent) return HealthCheckResult.Unhealthy($"{HealthFeature.NoFault}the store {database.Name} is being brought up to date");
        using CancellationTokenSource limit = new(Longest, clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await reads.CheckAsync(either.Token);
            return HealthCheckResult.Healthy();
        }
        catch (Exception cause) when (cause is DbException or IOException or TimeoutException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy($"the store {database.Name} cannot be reached: {cause.Message}");
        }
    }
}
