using System.Net.Http.Headers;
using System.Text;

namespace CanaryJudge.Sources.Prometheus;

/// <summary>What proves to the server who asks, and what must therefore never be shown.</summary>
internal sealed class Credentials
{
    private const int LeastSecret = 6; // shorter values of further headers are words such as true, not secrets
    private readonly PrometheusOptions options;
    private readonly RereadFile<string>? bearerToken;
    private readonly RereadFile<string>? password;

    public Credentials(PrometheusOptions options)
    {
        this.options = options;
        if (options.BearerTokenFile is { } tokenFile) bearerToken = new RereadFile<string>(tokenFile, Trimmed);
        if (options.PasswordFile is { } passwordFile) password = new RereadFile<string>(passwordFile, Trimmed);
    }

    /// <summary>Adds the headers to a request.</summary>
    /// <returns>The words that must not be shown in any message about this request.</returns>
    /// <exception cref="IOException">A file cannot be read, or holds nothing that can be sent.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    public IReadOnlyList<string> AddTo(HttpRequestHeaders headers)
    {
        List<string> secrets = [.. options.Headers.Values.Where(value => value.Length >= LeastSecret)];
        foreach ((string name, string value) in options.Headers) headers.TryAddWithoutValidation(name, value);
        if (options.Tenant is { } tenant) headers.TryAddWithoutValidation("X-Scope-OrgID", tenant);
        if (bearerToken?.Get() is { } token)
        {
            if (token.Length == 0 || token.Any(letter => letter is <= ' ' or > '~')) throw new IOException($"The file '{options.BearerTokenFile}' holds no bearer token.");
            secrets.Add(token);
            headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
        if (options.Username is { } username)
        {
            string secret = options.Password ?? password!.Get();
            string pair = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{username}:{secret}"));
            secrets.AddRange([secret, pair]);
            headers.Authorization = new AuthenticationHeaderValue("Basic", pair);
        }
        return secrets;
    }

    private static string Trimmed(byte[] bytes) => Encoding.UTF8.GetString(bytes).Trim();
}
