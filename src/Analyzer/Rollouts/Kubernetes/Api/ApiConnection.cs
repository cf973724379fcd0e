using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CanaryJudge.Analyzer.Settings;

namespace CanaryJudge.Analyzer.Rollouts.Kubernetes.Api;

/// <summary>How the API server is reached and what proves who asks: from the settings, or as the pod that this is.</summary>
internal sealed class ApiConnection : IDisposable
{
    private const string Account = "/var/run/secrets/kubernetes.io/serviceaccount";
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private readonly RereadFiles<string>? _token;

    private ApiConnection(HttpClient client, RereadFiles<string>? token) => (Client, _token) = (client, token);

    /// <summary>Makes the calls. Its base address ends in a slash.</summary>
    public HttpClient Client { get; }

    /// <summary>The bearer token as it is now; null when none is set up.</summary>
    public string? Token => _token?.Current;

    /// <summary>Reads the files for the first time. Nothing is asked.</summary>
    /// <returns>The connection; null when there is a fault.</returns>
    public static ApiConnection? Open(KubernetesOptions options, TimeProvider clock, ILogger logger, ICollection<string> faults)
    {
        bool isPod = options.Address.Length == 0;
        if ((isPod ? PodAddress() : new Uri(options.Address.TrimEnd('/') + "/")) is not { } address)
        {
            faults.Add(Setting.Fault("Kubernetes:Address", "", "write the API server's address: this is not a pod (KUBERNETES_SERVICE_HOST is not set)"));
            return null;
        }

        RereadFiles<string>? token = Read("Kubernetes:TokenFile", Chosen(options.TokenFile, isPod, "token"), TokenOf);
        RereadFiles<X509Certificate2Collection>? authorities = Read("Kubernetes:AuthorityFile", Chosen(options.AuthorityFile, isPod, "ca.crt"), AuthoritiesOf);
        return faults.Count == 0 ? new ApiConnection(new HttpClient(Handler(authorities)) { BaseAddress = address, Timeout = options.Timeout }, token) : null;

        RereadFiles<T>? Read<T>(string key, string path, Func<byte[], T> parse)
            where T : class
        {
            try
            {
                return path.Length == 0 ? null : new RereadFiles<T>([path], content => parse(content[0]), clock, logger);
            }
            catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or CryptographicException or InvalidDataException or ArgumentException)
            {
                faults.Add(Setting.Fault(key, path, $"it cannot be used: {cause.Message}"));
                return null;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Client.Dispose();

    private static string Chosen(string path, bool isPod, string podFile) => path.Length == 0 && isPod ? $"{Account}/{podFile}" : path;

    private static Uri? PodAddress()
    {
        string? host = Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST");
        string port = Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_PORT") is { Length: > 0 } given ? given : "443";
        if (string.IsNullOrEmpty(host)) return null;
        return Uri.TryCreate($"https://{(host.Contains(':') ? $"[{host}]" : host)}:{port}/", UriKind.Absolute, out Uri? address) ? address : null;
    }

    private static string TokenOf(byte[] content)
    {
        string token = Encoding.UTF8.GetString(content).Trim();
        return token.Length > 0 && token.All(c => c is > ' ' and < '\u007f') ? token : throw new InvalidDataException("There is no bearer token in it.");
    }

    private static X509Certificate2Collection AuthoritiesOf(byte[] content)
    {
        X509Certificate2Collection authorities = [];
        authorities.ImportFromPem(Encoding.UTF8.GetString(content));
        return authorities.Count > 0 ? authorities : throw new InvalidDataException("There is no certificate in it.");
    }

    private static SocketsHttpHandler Handler(RereadFiles<X509Certificate2Collection>? authorities)
    {
        SocketsHttpHandler handler = new()
        {
            AllowAutoRedirect = false, // a redirect would carry the token elsewhere
            UseCookies = false,
            UseProxy = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5), // other servers and renewed authorities are seen in time
        };
        if (authorities is not null) handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, sent, errors) => IsTrusted(certificate, sent, errors, authorities.Current);
        return handler;
    }

    private static bool IsTrusted(X509Certificate? certificate, X509Chain? sent, SslPolicyErrors errors, X509Certificate2Collection authorities)
    {
        if (certificate is not X509Certificate2 server || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None) return false;
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck; // clusters' authorities publish no lists
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        if (sent is not null) chain.ChainPolicy.ExtraStore.AddRange(sent.ChainElements.Select(element => element.Certificate).ToArray());
        return chain.Build(server);
    }
}
