using CanaryJudge.Analyzer.Listening;
using CanaryJudge.Analyzer.Settings;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Telemetry;

/// <summary>Checks where traces and metrics go.</summary>
internal sealed class TelemetryOptionsValidator(IOptions<ListenOptions> listen) : IValidateOptions<TelemetryOptions>
{
    private static readonly string[] Protocols = ["Grpc", "Http"];

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, TelemetryOptions options)
    {
        List<string> faults = [];
        bool isUrl = Uri.TryCreate(options.OtlpEndpoint, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https";
        // An address with credentials is not repeated: this text is logged.
        if (url?.UserInfo.Length > 0) faults.Add(Setting.Fault("Telemetry:OtlpEndpoint", "(an address with credentials)", "write it without; headers go into OTEL_EXPORTER_OTLP_HEADERS"));
        else if (options.OtlpEndpoint.Length > 0 && !isUrl) faults.Add(Setting.Fault("Telemetry:OtlpEndpoint", options.OtlpEndpoint, "write an address such as http://otel-collector:4317, or nothing"));
        if (!Protocols.Contains(options.OtlpProtocol, StringComparer.OrdinalIgnoreCase)) faults.Add(Setting.Fault("Telemetry:OtlpProtocol", options.OtlpProtocol, "write Grpc or Http"));
        if (options.MetricsPort is < 0 or > 65535) faults.Add(Setting.Fault("Telemetry:MetricsPort", options.MetricsPort, "write 0 to 65535, or nothing for the HTTP port"));
        if (options.MetricsPort is > 0 and { } port && (port == listen.Value.GrpcPort || port == listen.Value.HttpPort)) faults.Add(Setting.Fault("Telemetry:MetricsPort", port, "write a port that is not one of the section Listen, or nothing for the HTTP port"));
        if (options.MetricsPort is not null && !options.MetricsPage) faults.Add(Setting.Fault("Telemetry:MetricsPort", options.MetricsPort, "write nothing, or true to Telemetry:MetricsPage: a port without the page serves nothing"));
        if (options.EvidenceAnalyses is < 0 or > 1000) faults.Add(Setting.Fault("Telemetry:EvidenceAnalyses", options.EvidenceAnalyses, "write 0 to 1000"));
        return faults.ToResult();
    }
}
