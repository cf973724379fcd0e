using CanaryJudge.Analyzer.Grpc;
using CanaryJudge.Analyzer.SignIn;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Telemetry;

/// <summary>The metrics at /metrics, as Prometheus text or OpenMetrics: at the HTTP port for callers with the role read, or at a port of its own that serves nothing else.</summary>
internal static class MetricsPage
{
    /// <summary>Where it is.</summary>
    public const string Path = "/metrics";

    /// <summary>Marks the connections of its own port.</summary>
    public static void MarkOwnPort(this IConnectionBuilder port) => port.Use(next => connection =>
    {
        connection.Features.Set(OwnPort.Mark);
        return next(connection);
    });

    /// <summary>Maps it as section Telemetry says; before everything else, so that its own port leads nowhere else.</summary>
    public static WebApplication MapMetricsPage(this WebApplication app)
    {
        TelemetryOptions options = app.Services.GetRequiredService<IOptions<TelemetryOptions>>().Value;
        if (!options.MetricsPage) return app;
        bool hasOwnPort = options.MetricsPort is not null;
        if (hasOwnPort) app.Use(SeparateAsync);
        IEndpointConventionBuilder page = app.MapPrometheusScrapingEndpoint(Path).Unlimited();
        if (hasOwnPort) page.AllowAnonymous();
        else page.RequireAuthorization(CallerRole.Read);
        return app;
    }

    private static Task SeparateAsync(HttpContext context, RequestDelegate next)
    {
        bool isOwnPort = context.Features.Get<OwnPort>() is not null;
        if (isOwnPort == (context.Request.Path == Path)) return next(context);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    // The port that a connection came in by; the header Host is the caller's own word.
    private sealed class OwnPort
    {
        public static OwnPort Mark { get; } = new();
    }
}
