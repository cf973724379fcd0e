using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace CanaryJudge.Sources.Prometheus;

/// <summary>How connections to the server are made: TLS with our own authorities and certificate, gzip, no redirects, no cookies.</summary>
internal static class ServerConnection
{
    /// <summary>A handler for these options; it is the caller's to dispose.</summary>
    public static SocketsHttpHandler CreateHandler(PrometheusOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            AutomaticDecompression = DecompressionMethods.GZip,
            AllowAutoRedirect = false, // a redirect leads to a login page, or would carry credentials elsewhere
            UseCookies = false,
            ConnectTimeout = options.Timeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5), // new addresses and renewed certificates are seen in time
            MaxConnectionsPerServer = options.Concurrency,
            MaxResponseHeadersLength = 64,
        };
        if (options.CaFile is { } caFile)
        {
            var authorities = new RereadFile<X509Certificate2Collection>(caFile, ReadCertificates);
            handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, chain, errors) => IsTrusted(certificate, chain, errors, authorities.Get());
        }
        if (options.ClientCertificateFile is { } certificateFile && options.ClientKeyFile is { } keyFile)
        {
            var certificate = new ClientCertificate(certificateFile, keyFile);
            handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate.Get();
        }
        return handler;
    }

    private static bool IsTrusted(X509Certificate? certificate, X509Chain? sent, SslPolicyErrors errors, X509Certificate2Collection authorities)
    {
        if (certificate is not X509Certificate2 server || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None) return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck; // as for the machine's authorities by default
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.1")); // server authentication
        if (sent is not null) chain.ChainPolicy.ExtraStore.AddRange(sent.ChainElements.Select(element => element.Certificate).ToArray());
        return chain.Build(server);
    }

    private static X509Certificate2Collection ReadCertificates(byte[] pem)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPem(Encoding.ASCII.GetString(pem));
        return certificates;
    }
}
