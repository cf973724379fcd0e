using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace CanaryJudge.Sources.Prometheus;

/// <summary>The client's certificate with its key, from two PEM files that may be renewed at any time.</summary>
internal sealed class ClientCertificate
{
    private readonly RereadFile<string> certificate;
    private readonly RereadFile<string> key;
    private readonly Lock gate = new();
    private (string Certificate, string Key) last;
    private X509Certificate2? pair;

    public ClientCertificate(string certificateFile, string keyFile)
    {
        certificate = new RereadFile<string>(certificateFile, Encoding.ASCII.GetString);
        key = new RereadFile<string>(keyFile, Encoding.ASCII.GetString);
    }

    /// <summary>The certificate as the files have it now.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="CryptographicException">The files hold no certificate and its key.</exception>
    public X509Certificate2 Get()
    {
        lock (gate)
        {
            (string Certificate, string Key) now = (certificate.Get(), key.Get());
            if (pair is null || now != last) (pair, last) = (X509Certificate2.CreateFromPem(now.Certificate, now.Key), now);
            return pair;
        }
    }
}
