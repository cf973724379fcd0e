using CanaryJudge.Analyzer.Grpc;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CanaryJudge.Analyzer.Health;

/// <summary>
/// Health for people, Kubernetes and gRPC clients. A metric source that fails does not make the service unready: it answers, with judgements of
/// error, and taking it out of service would hide why.
/// </summary>
internal static class HealthFeature
{
    /// <summary>Name that the gRPC health service answers for with whether the process runs, whatever the store does: what a liveness probe asks for.</summary>
    public const string Liveness = "liveness";

    /// <summary>Begins the description of what is as it should be while the service starts or stops: the answer is that it is not ready, and the log says nothing.</summary>
    public const string NoFault = "no fault: ";

    private const string Ready = "ready";

    /// <summary>Adds the checks and the gRPC health service.</summary>
    public static WebApplicationBuilder AddHealth(this WebApplicationBuilder builder)
    {
        builder.Services.AddGrpcHealthChecks(health =>
            {
                foreach (string service in (string[])["canaryjudge.v1.CanaryJudge", "canaryjudge.v1.AnalysisService", "canaryjudge.v1.RolloutService"]) health.Services.Map(service, check => check.Tags.Contains(Ready));
                health.Services.Map(Liveness, check => check.Tags.Contains(Liveness));
            })
            .AddCheck("running", () => HealthCheckResult.Healthy(), tags: [Liveness]) // the answer itself is the proof
            .AddCheck<ServingCheck>("serving", tags: [Ready]);
        return builder;
    }

    /// <summary>Maps /healthz (the process runs), /readyz (it takes calls) and grpc.health.v1.Health, which answer everybody.</summary>
    public static WebApplication MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/healthz", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous().Unlimited();
        app.MapHealthChecks("/readyz", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready) }).AllowAnonymous().Unlimited();
        app.MapGrpcHealthChecksService().AllowAnonymous().Unlimited();
        return app;
    }

    private sealed class ServingCheck(IHostApplicationLifetime lifetime) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            bool isServing = lifetime.ApplicationStarted.IsCancellationRequested && !lifetime.ApplicationStopping.IsCancellationRequested;
            return Task.FromResult(isServing ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(NoFault + "the service starts or stops"));
        }
    }
}
