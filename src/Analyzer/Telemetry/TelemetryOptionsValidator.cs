using CanaryJudge.Analyzer.Settings;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Telemetry;

/// <summary>Checks where traces and metrics go.</summary>
internal sealed class TelemetryOptionsValidator : IValidateOptions<TelemetryOptions>
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
        return faults.ToResult();
    }
}
