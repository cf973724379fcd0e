using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CanaryJudge.Analyzer.Tests.SignIn;

/// <summary>A certificate authority made for one test, with what it has issued, as PEM files in a folder of its own.</summary>
internal sealed class CallerCertificates : IDisposable
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _authority;
    private readonly string _folder = Directory.CreateTempSubdirectory("canaryjudge-certificates-").FullName;

    public CallerCertificates()
    {
        CertificateRequest request = new("CN=CanaryJudge test authority", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        _authority = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(1000));
        File.WriteAllText(AuthorityFile, _authority.ExportCertificatePem());
        WriteServer("first");
    }

    public string AuthorityFile => Path.Combine(_folder, "ca.pem");

    public string ServerFile => Path.Combine(_folder, "server.pem");

    public string ServerKeyFile => Path.Combine(_folder, "server.key");

    /// <summary>Settings of a service with TLS.</summary>
    public string[] Tls => ["--Listen:CertificateFile=" + ServerFile, "--Listen:KeyFile=" + ServerKeyFile];

    /// <summary>Trusts what this authority has issued, and nothing else.</summary>
    public X509ChainPolicy Trust() => new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, CustomTrustStore = { _authority } };

    /// <summary>Writes a new certificate for 127.0.0.1 into the server's files.</summary>
    public void WriteServer(string name)
    {
        (X509Certificate2 certificate, ECDsa key) = Issue("CN=" + name, ServerUse, names => names.AddIpAddress(IPAddress.Loopback), TimeSpan.FromHours(1));
        using (certificate)
        using (key)
        {
            File.WriteAllText(ServerKeyFile, key.ExportPkcs8PrivateKeyPem());
            File.WriteAllText(ServerFile, certificate.ExportCertificatePem());
        }
    }

    /// <summary>A client certificate.</summary>
    /// <param name="commonName">Its common name.</param>
    /// <param name="uri">Its URI; null for none.</param>
    /// <param name="lifetime">How long from now; below 0 it has expired.</param>
    public X509Certificate2 Client(string commonName, string? uri = null, TimeSpan? lifetime = null)
    {
        (X509Certificate2 certificate, ECDsa key) = Issue("O=Shop,CN=" + commonName, ClientUse, names =>
        {
            if (uri is not null) names.AddUri(new Uri(uri));
            else names.AddEmailAddress("someone@shop.example");
        }, lifetime ?? TimeSpan.FromHours(1));
        using (certificate)
        using (key) return certificate.CopyWithPrivateKey(key);
    }

    public void Dispose()
    {
        _authority.Dispose();
        _key.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private (X509Certificate2 Certificate, ECDsa Key) Issue(string subject, string use, Action<SubjectAlternativeNameBuilder> addNames, TimeSpan lifetime)
    {
        ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], critical: false));
        SubjectAlternativeNameBuilder names = new();
        addNames(names);
        request.CertificateExtensions.Add(names.Build());
        DateTimeOffset until = DateTimeOffset.UtcNow + lifetime;
        return (request.Create(_authority, until.AddDays(-1), until, Guid.NewGuid().ToByteArray()), key);
    }
}
