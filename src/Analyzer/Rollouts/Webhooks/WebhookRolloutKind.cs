using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CanaryJudge.Analyzer.Settings;

namespace CanaryJudge.Analyzer.Rollouts.Webhooks;

/// <summary>Rollouts behind receivers of signed webhooks.</summary>
internal sealed class WebhookRolloutKind(TimeProvider clock, ILogger<WebhookRolloutKind> logger) : IRolloutKind
{
    /// <inheritdoc/>
    public string Name => "webhook";

    /// <inheritdoc/>
    public IRollout? Create(string target, IConfigurationSection settings, ICollection<string> faults)
    {
        if (KindSettings.Bind<WebhookSettings>(settings, faults) is not { } webhook) return null;
        int before = faults.Count;
        Check($"{settings.Path}:Url", webhook.Url, faults);
        Check($"{settings.Path}:ObserveUrl", webhook.ObserveUrl, faults);
        RereadFiles<WebhookSecret>? secret = Secret($"{settings.Path}:SecretFile", webhook.SecretFile, faults);
        X509ChainPolicy? authorities = Authorities($"{settings.Path}:CaFile", webhook.CaFile, faults);
        if (faults.Count > before) return null;
        return new WebhookRollout(target, webhook, secret!, Client(authorities), clock);
    }

    // An address may hold a secret, so that it is not repeated.
    private static void Check(string key, Uri? address, ICollection<string> faults)
    {
        if (address is null) faults.Add($"{key} is missing: write the receiver's address, such as https://deployer.example/canaryjudge.");
        else if (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https") || address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
            faults.Add($"{key} must be http or https, without credentials, query and fragment: the signature says who calls.");
    }

    private static X509ChainPolicy? Authorities(string key, string file, ICollection<string> faults)
    {
        if (file.Length == 0) return null;
        X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        try
        {
            policy.CustomTrustStore.ImportFromPemFile(file);
            if (policy.CustomTrustStore.Count > 0) return policy;
            faults.Add($"{key}: {file} holds no certificate.");
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or CryptographicException)
        {
            faults.Add($"{key}: {file} cannot be used: {cause.Message}");
        }

        return null;
    }

    // No redirects: the body is signed for the address that is configured.
    private static HttpClient Client(X509ChainPolicy? authorities)
    {
        SocketsHttpHandler handler = new() { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(2) };
        if (authorities is not null) handler.SslOptions.CertificateChainPolicy = authorities;
        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    private RereadFiles<WebhookSecret>? Secret(string key, string file, ICollection<string> faults)
    {
        if (file.Length == 0)
        {
            faults.Add($"{key} is missing: write a file with the secret that signs.");
            return null;
        }

        try
        {
            return new RereadFiles<WebhookSecret>([file], contents => WebhookSecret.Read(contents[0]), clock, logger);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            faults.Add($"{key}: {file} cannot be used: {cause.Message}");
            return null;
        }
    }
}
