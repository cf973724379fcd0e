namespace CanaryJudge.Sources.Prometheus;

/// <summary>Which server is asked, how it is reached, and how much is asked of it. Checked by <see cref="PrometheusOptionsValidator"/>.</summary>
/// <remarks>Works for Prometheus and for what speaks its HTTP API: Mimir, Thanos, VictoriaMetrics and others.</remarks>
public sealed record PrometheusOptions
{
    /// <summary>Where the API lives, http or https, with any path prefix before /api/v1: http://prometheus:9090 or https://metrics.example/prometheus. No user info, query or fragment.</summary>
    public required Uri Address { get; init; }

    /// <summary>User name for basic authentication; null for none. Needs <see cref="Password"/> or <see cref="PasswordFile"/>.</summary>
    public string? Username { get; init; }

    /// <summary>Password for basic authentication; null when it comes from a file.</summary>
    public string? Password { get; init; }

    /// <summary>File that holds the password, read again for every request; white space around it is left out.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>File that holds a bearer token, read again for every request (Kubernetes renews its tokens); white space around it is left out.</summary>
    public string? BearerTokenFile { get; init; }

    /// <summary>PEM file with the client certificate for mutual TLS (the first in it is sent); read again for new connections. Needs https and <see cref="ClientKeyFile"/>.</summary>
    public string? ClientCertificateFile { get; init; }

    /// <summary>PEM file with the client certificate's private key, not encrypted.</summary>
    public string? ClientKeyFile { get; init; }

    /// <summary>PEM file with the certificate authorities that the server's certificate must come from, instead of the machine's; read again for new connections. Needs https.</summary>
    public string? CaFile { get; init; }

    /// <summary>Further headers for every request, at most 32. Their values are treated as secrets.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Tenant for Mimir, Cortex and others, sent as X-Scope-OrgID; null for none. At most 150 characters.</summary>
    public string? Tenant { get; init; }

    /// <summary>Time that one attempt may take, from connecting to the answer's last byte: 100 ms to 10 minutes; default 30 s. The server is asked to keep to it too.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Attempts a request, the first included: 1 to 10; default 3.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>Requests at the same time over all questions: 1 to 256; default 8.</summary>
    public int Concurrency { get; init; } = 8;

    /// <summary>Bytes of one answer at most, after decompression: 1 KiB to 4 GiB; default 256 MiB.</summary>
    public long MaxAnswerBytes { get; init; } = 256L << 20;

    /// <summary>Series of one question at most: 1 to 1,000,000; default 20,000.</summary>
    public int MaxSeries { get; init; } = 20_000;

    /// <summary>Points of one question at most, over all its series: 1 to 100,000,000; default 10,000,000 (160 MB). A bucket of a native histogram counts as one.</summary>
    public int MaxPoints { get; init; } = 10_000_000;
}
