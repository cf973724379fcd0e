using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CanaryJudge.Helm.Tests.Rendering;

/// <summary>What Secrets and ConfigMaps of the value sets hold, made when it is first asked for: one certificate that is its own authority, its key, a public key for tokens.</summary>
internal static class Certificates
{
    private static readonly Lazy<(string Certificate, string Key, string PublicKey)> Made = new(() =>
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=canaryjudge", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        using X509Certificate2 certificate = request.CreateSelfSigned(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem(), key.ExportSubjectPublicKeyInfoPem());
    });

    /// <summary>The text of a key of a Secret or ConfigMap, by what its name says.</summary>
    public static string Of(string kind, string name, string key) => (name, key) switch
    {
        ("token-keys", _) => Made.Value.PublicKey,
        (_, "tls.key") => Made.Value.Key,
        (_, "tls.crt" or "ca.crt" or "bundle.pem" or "root.pem") or ("deploy-ca", _) => Made.Value.Certificate,
        (_, "connection") => "Host=db.shop;Database=judge;Username=judge;Password=secret",
        _ => $"a {kind} called {name} with {key}".Replace(' ', '-'),
    };

    /// <summary>The text of a file that something else puts into the pod.</summary>
    public static string OfFile(string path) => Path.GetFileName(path) switch
    {
        "tls.crt" or "tls.pem" or "ca.crt" or "ca.pem" => Made.Value.Certificate,
        "tls.key" or "key.pem" => Made.Value.Key,
        _ => "injected-by-something-else",
    };
}
