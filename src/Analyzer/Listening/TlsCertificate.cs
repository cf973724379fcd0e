using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CanaryJudge.Analyzer.Settings;
using CanaryJudge.Analyzer.SignIn;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Listening;

/// <summary>The service's certificate as its files are now: one that is renewed is taken up by the next connection.</summary>
internal sealed class TlsCertificate(IOptions<ListenOptions> listen, IOptions<SignInOptions> signIn, TimeProvider clock, ILogger<TlsCertificate> logger)
{
    private readonly RereadFiles<SslStreamCertificateContext> _certificate = new([listen.Value.CertificateFile, listen.Value.KeyFile], Read, clock, logger);

    /// <summary>Makes a certificate of PEM.</summary>
    /// <param name="pem">The certificate with those between it and its authority, and the key.</param>
    /// <exception cref="CryptographicException">One of them is not PEM, or they do not belong together.</exception>
    public static SslStreamCertificateContext Read(IReadOnlyList<byte[]> pem)
    {
        string certificates = Encoding.UTF8.GetString(pem[0]);
        X509Certificate2 leaf = X509Certificate2.CreateFromPem(certificates, Encoding.UTF8.GetString(pem[1]));
        X509Certificate2Collection chain = [];
        chain.ImportFromPem(certificates);
        return SslStreamCertificateContext.Create(leaf, [.. chain.Skip(1)], offline: true);
    }

    /// <summary>What a connection's handshake needs.</summary>
    public TlsHandshakeCallbackOptions ToHandshake() => new() { OnConnection = _ => ValueTask.FromResult(Options()) };

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5359", Justification = "It is the caller's certificate, and sign-in checks it, where a refusal can be worded.")]
    private SslServerAuthenticationOptions Options() => new()
    {
        ServerCertificateContext = _certificate.Current,
        ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
        // Asked for, not demanded: health pages need none.
        ClientCertificateRequired = signIn.Value.Certificate.IsOn(),
        RemoteCertificateValidationCallback = (_, _, _, _) => true,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
    };
}
