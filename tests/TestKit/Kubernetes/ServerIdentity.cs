using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CanaryJudge.TestKit.Kubernetes;

/// <summary>Who a test's API server is, and who its administrator is: certificate, keys and tokens, made anew for each server.</summary>
internal sealed class ServerIdentity
{
    private readonly string _folder;
    private readonly X509Certificate2 _certificate;

    private ServerIdentity(string folder, Uri address, X509Certificate2 certificate, string token) => (_folder, Address, _certificate, AdminToken) = (folder, address, certificate, token);

    /// <summary>Where the API serves.</summary>
    public Uri Address { get; }

    /// <summary>The administrator's bearer token.</summary>
    public string AdminToken { get; }

    /// <summary>The server's certificate, which vouches for itself.</summary>
    public string CertificateFile => Path.Combine(_folder, "server.crt");

    /// <summary>Its key.</summary>
    public string KeyFile => Path.Combine(_folder, "server.key");

    /// <summary>The key that signs the tokens of service accounts.</summary>
    public string AccountKeyFile => Path.Combine(_folder, "accounts.key");

    /// <summary>The administrator's token, as the server reads it.</summary>
    public string TokensFile => Path.Combine(_folder, "tokens.csv");

    /// <summary>The administrator's settings for kubectl, helm and the controllers.</summary>
    public string KubeconfigFile => Path.Combine(_folder, "kubeconfig");

    /// <summary>Makes one and writes its files.</summary>
    public static ServerIdentity Create(string folder, Uri address)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=kubernetes.test", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        ServerIdentity identity = new(folder, address, request.CreateSelfSigned(now.AddDays(-1), now.AddDays(7)), Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
        File.WriteAllText(identity.CertificateFile, identity._certificate.ExportCertificatePem());
        File.WriteAllText(identity.KeyFile, key.ExportPkcs8PrivateKeyPem());
        using var accounts = RSA.Create(2048);
        File.WriteAllText(identity.AccountKeyFile, accounts.ExportRSAPrivateKeyPem());
        File.WriteAllText(identity.TokensFile, $"{identity.AdminToken},admin,admin,\"system:masters\"\n");
        File.WriteAllText(identity.KubeconfigFile, identity.Kubeconfig());
        return identity;
    }

    /// <summary>A client that trusts the server.</summary>
    /// <param name="token">Who it is; null for nobody.</param>
    public HttpClient Client(string? token)
    {
        X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(_certificate);
        HttpClient client = new(new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy } }) { BaseAddress = Address };
        if (token is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private string Kubeconfig() => $$$"""
        apiVersion: v1
        kind: Config
        current-context: test
        clusters: [{name: test, cluster: {server: "{{{Address.GetLeftPart(UriPartial.Authority)}}}", certificate-authority: "{{{CertificateFile}}}"}}]
        users: [{name: admin, user: {token: "{{{AdminToken}}}"}}]
        contexts: [{name: test, context: {cluster: test, user: admin}}]
        """;
}
