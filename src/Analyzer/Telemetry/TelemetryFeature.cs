using CanaryJudge.Analyzer.Settings;
using CanaryJudge.Sources;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CanaryJudge.Analyzer.Telemetry;

/// <summary>Traces and metrics, sent by OTLP when there is somewhere to send them.</summary>
internal static class TelemetryFeature
{
    private const string StandardEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Adds them as section Telemetry says.</summary>
    public static WebApplicationBuilder AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.AddSettings<TelemetryOptions, TelemetryOptionsValidator>(TelemetryOptions.Section);
        builder.Services.AddSingleton<VerdictMeter>();
        OpenTelemetryBuilder telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("canaryjudge", serviceVersion: typeof(TelemetryFeature).Assembly.GetName().Version?.ToString(3)))
            .WithTracing(traces => traces
                .AddSource(LiveRun.ActivitySourceName)
                .AddAspNetCoreInstrumentation(calls => calls.Filter = context => !IsProbe(context.Request.Path))
                .AddHttpClientInstrumentation())
            .WithMetrics(metrics => metrics
                .AddMeter(VerdictMeter.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime"));
        Export(telemetry, builder.Configuration);
        return builder;
    }

    private static void Export(OpenTelemetryBuilder telemetry, ConfigurationManager settings)
    {
        TelemetryOptions options = settings.GetSection(TelemetryOptions.Section).Get<TelemetryOptions>() ?? new TelemetryOptions();
        OtlpExportProtocol protocol = options.OtlpProtocol.Equals("Http", StringComparison.OrdinalIgnoreCase) ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        if (Uri.TryCreate(options.OtlpEndpoint, UriKind.Absolute, out Uri? endpoint)) telemetry.UseOtlpExporter(protocol, endpoint);
        else if (!string.IsNullOrEmpty(settings[StandardEndpoint])) telemetry.UseOtlpExporter();
    }

    private static bool IsProbe(PathString path) => path == "/healthz" || path == "/readyz" || path.StartsWithSegments("/grpc.health.v1.Health");
}
