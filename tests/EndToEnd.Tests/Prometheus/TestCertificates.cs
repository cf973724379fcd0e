using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CanaryJudge.EndToEnd.Tests.Prometheus;

/// <summary>A certificate authority made for one test, with a server's certificate for 127.0.0.1 and a client's, as PEM files in a folder of their own.</summary>
internal sealed class TestCertificates : IDisposable
{
    public const string AuthorityName = "CN=CanaryJudge test authority";
    private static readonly DateTimeOffset Until = DateTimeOffset.UnixEpoch.AddYears(1000);
    private readonly string folder = Directory.CreateTempSubdirectory("canaryjudge-certificates-").FullName;
    private readonly X509Certificate2 authority;

    public TestCertificates()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(AuthorityName, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        authority = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, Until);
        AuthorityFile = Write("ca.pem", authority.ExportCertificatePem());
        (ServerFile, ServerKeyFile) = Issue("server", "1.3.6.1.5.5.7.3.1");
        (ClientFile, ClientKeyFile) = Issue("client", "1.3.6.1.5.5.7.3.2");
    }

    public string AuthorityFile { get; }

    public string ServerFile { get; }

    public string ServerKeyFile { get; }

    public string ClientFile { get; }

    public string ClientKeyFile { get; }

    /// <summary>The client's certificate for the tests' own calls.</summary>
    public X509Certificate2 Client => X509Certificate2.CreateFromPemFile(ClientFile, ClientKeyFile);

    public void Dispose()
    {
        authority.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private (string Certificate, string Key) Issue(string name, string usage)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 certificate = request.Create(authority, DateTimeOffset.UnixEpoch, Until, [1, (byte)name.Length, (byte)name[0]]);
        return (Write(name + ".pem", certificate.ExportCertificatePem()), Write(name + ".key", key.ExportPkcs8PrivateKeyPem()));
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
