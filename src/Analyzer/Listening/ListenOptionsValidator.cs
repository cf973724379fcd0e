using System.Net;
using System.Security.Cryptography;
using CanaryJudge.Analyzer.Settings;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Listening;

/// <summary>Checks where the service listens.</summary>
internal sealed class ListenOptionsValidator : IValidateOptions<ListenOptions>
{
    // sun_path of Linux holds 108 bytes with the closing zero.
    private const int MostSocketPathBytes = 107;

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ListenOptions options)
    {
        List<string> faults = [];
        if (!IPAddress.TryParse(options.Address, out _)) faults.Add(Setting.Fault("Listen:Address", options.Address, "write an IP address such as 127.0.0.1 or 0.0.0.0"));
        if (!IsPort(options.GrpcPort)) faults.Add(Setting.Fault("Listen:GrpcPort", options.GrpcPort, "write 0 to 65535, or nothing for no gRPC port"));
        if (!IsPort(options.HttpPort)) faults.Add(Setting.Fault("Listen:HttpPort", options.HttpPort, "write 0 to 65535, or nothing for no HTTP port"));
        if (options.GrpcPort is > 0 && options.GrpcPort == options.HttpPort) faults.Add(Setting.Fault("Listen:HttpPort", options.HttpPort, "write another port than Listen:GrpcPort, or with TLS nothing: that port then serves both"));
        if (options.GrpcPort is null && options.HttpPort is null && options.UnixSocket.Length == 0) faults.Add(Setting.Fault("Listen:GrpcPort", "", "write a port: with no port and no socket nobody can call"));
        if (options.UnixSocket.Length > 0 && !Path.IsPathRooted(options.UnixSocket)) faults.Add(Setting.Fault("Listen:UnixSocket", options.UnixSocket, "write an absolute path"));
        if (System.Text.Encoding.UTF8.GetByteCount(options.UnixSocket) > MostSocketPathBytes) faults.Add(Setting.Fault("Listen:UnixSocket", options.UnixSocket, $"write a path of at most {MostSocketPathBytes} bytes, the bound of the operating system"));
        if (options.UnixSocketMode.Length > 0 && UnixSocketFile.ModeOf(options.UnixSocketMode) is null) faults.Add(Setting.Fault("Listen:UnixSocketMode", options.UnixSocketMode, "write permissions in octal, such as 0660 or 0666, or nothing"));
        if (options.UnixSocketMode.Length > 0 && options.UnixSocket.Length == 0) faults.Add(Setting.Fault("Listen:UnixSocketMode", options.UnixSocketMode, "leave it out, or set Listen:UnixSocket"));
        CheckTls(options, faults);
        return faults.ToResult();
    }

    private static void CheckTls(ListenOptions options, List<string> faults)
    {
        if (options.CertificateFile.Length == 0 != (options.KeyFile.Length == 0))
        {
            string missing = options.KeyFile.Length == 0 ? "Listen:KeyFile" : "Listen:CertificateFile";
            faults.Add(Setting.Fault(missing, "", "write it too: a certificate and its key belong together"));
        }
        else if (options.IsEncrypted())
        {
            try
            {
                TlsCertificate.Read([File.ReadAllBytes(options.CertificateFile), File.ReadAllBytes(options.KeyFile)]);
            }
            catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException or InvalidDataException)
            {
                faults.Add(Setting.Fault("Listen:CertificateFile", options.CertificateFile, $"with Listen:KeyFile '{options.KeyFile}' it cannot be used: {cause.Message}"));
            }
        }
    }

    private static bool IsPort(int? port) => port is null or (>= 0 and <= 65535);
}
