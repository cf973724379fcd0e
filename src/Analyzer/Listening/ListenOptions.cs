namespace CanaryJudge.Analyzer.Listening;

/// <summary>Where the service listens. Section Listen.</summary>
internal sealed class ListenOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Listen";

    /// <summary>IP address of both ports. Default: 127.0.0.1, because calls are not authenticated; 0.0.0.0 or :: for every interface.</summary>
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>Port of gRPC, HTTP/2 without TLS (h2c). 0 to 65535; 0 takes a free one. Empty: none. Default: 8080.</summary>
    public int? GrpcPort { get; set; } = 8080;

    /// <summary>Port of REST and the health pages, HTTP/1.1. 0 to 65535; 0 takes a free one. Empty: none. Default: 8081.</summary>
    public int? HttpPort { get; set; } = 8081;

    /// <summary>Path of a Unix socket for gRPC (HTTP/2), for a caller in the same pod. Empty: none. Default: empty.</summary>
    public string UnixSocket { get; set; } = "";
}
