using CanaryJudge.Analyzer.Analyses.Ticking;
using CanaryJudge.Analyzer.Settings;
using CanaryJudge.Sources;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CanaryJudge.Analyzer.Telemetry;

/// <summary>Traces and metrics: sent by OTLP when there is somewhere to send them, metrics at /metrics too. Metrics carry the traces of what they counted as exemplars.</summary>
internal static class TelemetryFeature
{
    private const string StandardEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Adds them as section Telemetry says.</summary>
    public static WebApplicationBuilder AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.AddSettings<TelemetryOptions, TelemetryOptionsValidator>(TelemetryOptions.Section);
        builder.Services.AddSingleton<VerdictMeter>();
        builder.Services.AddHostedService<ZeroStart>();
        OpenTelemetryBuilder telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("canaryjudge", serviceVersion: typeof(TelemetryFeature).Assembly.GetName().Version?.ToString(3)))
            .WithTracing(traces => traces.AddSource(LiveRun.ActivitySourceName))
            .WithMetrics(AddMetrics);
        TelemetryOptions options = Setting.Read<TelemetryOptions>(builder.Configuration, TelemetryOptions.Section);
        Export(telemetry, options, builder.Configuration[StandardEndpoint]);
        return builder;
    }

    private static void AddMetrics(MeterProviderBuilder metrics)
    {
        metrics.AddMeter(VerdictMeter.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime");
        metrics.SetExemplarFilter(ExemplarFilterType.TraceBased);
        foreach (string gauge in LiveEvidence.Gauges) metrics.AddView(gauge, new MetricStreamConfiguration { CardinalityLimit = LiveEvidence.MostSeries });
    }

    private static void Export(OpenTelemetryBuilder telemetry, TelemetryOptions options, string? standardEndpoint)
    {
        bool isNamed = Uri.TryCreate(options.OtlpEndpoint, UriKind.Absolute, out Uri? endpoint);
        if (isNamed || !string.IsNullOrEmpty(standardEndpoint)) Send(telemetry, endpoint, options.OtlpProtocol);
        if (options.MetricsPage) telemetry.WithMetrics(metrics => metrics.AddPrometheusExporter(page => page.ScopeInfoEnabled = false));
    }

    private static void Send(OpenTelemetryBuilder telemetry, Uri? endpoint, string protocol)
    {
        if (endpoint is null) telemetry.UseOtlpExporter();
        else telemetry.UseOtlpExporter(protocol.Equals("Http", StringComparison.OrdinalIgnoreCase) ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc, endpoint);
        telemetry.WithTracing(AddCalls);
    }

    // Calls in and out. Where no trace is sent, nobody would see them, and every call would pay for them.
    private static void AddCalls(TracerProviderBuilder traces) =>
        traces.AddAspNetCoreInstrumentation(calls => calls.Filter = context => !IsProbe(context.Request.Path)).AddHttpClientInstrumentation();

    private static bool IsProbe(PathString path) => path == "/healthz" || path == "/readyz" || path == MetricsPage.Path || path.StartsWithSegments("/grpc.health.v1.Health");
}
