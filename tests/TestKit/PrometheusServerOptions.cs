namespace CanaryJudge.TestKit;

/// <summary>How a test's Prometheus is set up.</summary>
public sealed record PrometheusServerOptions
{
    /// <summary>Path under which it serves, such as /metrics/prom; empty for none.</summary>
    public string RoutePrefix { get; init; } = "";

    /// <summary>Text of its web configuration (TLS, basic authentication); null for plain HTTP. Paths in it must be absolute.</summary>
    public string? WebConfig { get; init; }

    /// <summary>Whether the web configuration serves TLS.</summary>
    public bool Tls { get; init; }

    /// <summary>Targets (host:port) to scrape every second; the first sample comes about 6 s after the start.</summary>
    public IReadOnlyList<string> ScrapeTargets { get; init; } = [];

    /// <summary>Samples that are older than the newest of the server by up to this much may still be written.</summary>
    public TimeSpan OutOfOrder { get; init; } = TimeSpan.Zero;

    /// <summary>How tests' own calls (readiness, writing) reach the server; null for plain HTTP without credentials. Owned by the server.</summary>
    public HttpClient? Client { get; init; }

    /// <summary>Further arguments of the command line.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];
}
