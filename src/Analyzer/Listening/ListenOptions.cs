using System.Net;

namespace CanaryJudge.Analyzer.Listening;

/// <summary>Where the service listens. Section Listen.</summary>
internal sealed class ListenOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Listen";

    /// <summary>IP address of all ports. Default: 127.0.0.1, this machine only; 0.0.0.0 or :: for every interface, which needs the section SignIn.</summary>
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>Port of gRPC: HTTP/2 without TLS (h2c), or with TLS both HTTP versions. 0 to 65535; 0 takes a free one. Empty: none. Default: 8080.</summary>
    public int? GrpcPort { get; set; } = 8080;

    /// <summary>Port of REST and the health pages: HTTP/1.1, or with TLS both HTTP versions. 0 to 65535; 0 takes a free one. Empty: none. Default: 8081.</summary>
    public int? HttpPort { get; set; } = 8081;

    /// <summary>Path of a Unix socket for gRPC (HTTP/2), for a caller in the same pod. Empty: none. Default: empty.</summary>
    public string UnixSocket { get; set; } = "";

    /// <summary>
    /// Who may use the socket, as permissions in octal: 0660 for the file's owner and group, 0666 for everybody who reaches its folder. A container with another user needs the
    /// permission to write. Empty: as the process' umask has it, which most often is the owner only. Default: empty.
    /// </summary>
    public string UnixSocketMode { get; set; } = "";

    /// <summary>PEM file with the service's certificate, and those between it and its authority; both ports then speak TLS. Read again when it changes. Empty: no TLS. Default: empty.</summary>
    public string CertificateFile { get; set; } = "";

    /// <summary>PEM file with the certificate's key, not encrypted. Read again when it changes. Default: empty.</summary>
    public string KeyFile { get; set; } = "";

    /// <summary>True when the ports speak TLS.</summary>
    public bool IsEncrypted() => CertificateFile.Length > 0;

    /// <summary>True when only this machine can call.</summary>
    public bool IsLocal() => (GrpcPort is null && HttpPort is null) || (IPAddress.TryParse(Address, out IPAddress? address) && IPAddress.IsLoopback(address));
}
