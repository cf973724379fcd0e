namespace CanaryJudge.Analyzer.Telemetry;

/// <summary>Where traces and metrics go. Section Telemetry.</summary>
internal sealed class TelemetryOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Telemetry";

    /// <summary>
    /// Base address of an OTLP receiver, such as http://otel-collector:4317. Empty: nothing is exported, unless the standard variable
    /// OTEL_EXPORTER_OTLP_ENDPOINT says where. Default: empty.
    /// </summary>
    public string OtlpEndpoint { get; set; } = "";

    /// <summary>Grpc (port 4317 by custom) or Http (protobuf over HTTP, port 4318; /v1/traces and /v1/metrics are added). Default: Grpc.</summary>
    public string OtlpProtocol { get; set; } = "Grpc";
}
