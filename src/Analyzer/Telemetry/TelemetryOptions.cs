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

    /// <summary>True: the metrics can be read at /metrics, for Prometheus. Default: true.</summary>
    public bool MetricsPage { get; set; } = true;

    /// <summary>
    /// Port of /metrics alone, HTTP/1.1, at Listen:Address; there nobody signs in, because it tells nothing but numbers with the names of applications, targets, policies and
    /// metrics. 0 to 65535; 0 takes a free one. Empty: it is at the HTTP port, and needs the role read where callers sign in. Default: empty.
    /// </summary>
    public int? MetricsPort { get; set; }

    /// <summary>Live analyses of this replica whose evidence is in the metrics, one series a number. 0 to 1,000. Default: 100.</summary>
    public int EvidenceAnalyses { get; set; } = 100;
}
