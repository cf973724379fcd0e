using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Sources.Prometheus;

/// <summary>Checks the options of a Prometheus source: every problem at once, and no secret in any of them.</summary>
public static class PrometheusOptionsValidator
{
    private const int MaxHeaders = 32;
    private const int MaxHeaderLength = 8 * 1024;
    private const int MaxTenantLength = 150;

    /// <summary>Checks options before they are used.</summary>
    /// <param name="options">The options. Files are not opened: that happens when they are needed.</param>
    /// <returns>What is wrong, in the order of the options; empty when nothing is.</returns>
    public static IReadOnlyList<Violation> Validate(PrometheusOptions options)
    {
        var found = new List<Violation>();
        CheckAddress(options.Address, found);
        CheckCredentials(options, found);
        CheckTls(options, found);
        CheckHeaders(options, found);
        CheckTenant(options.Tenant, found);
        CheckRange("timeout", options.Timeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10), found);
        CheckRange("attempts", options.Attempts, 1, 10, found);
        CheckRange("concurrency", options.Concurrency, 1, 256, found);
        CheckRange("maxAnswerBytes", options.MaxAnswerBytes, 1L << 10, 4L << 30, found);
        CheckRange("maxSeries", options.MaxSeries, 1, 1_000_000, found);
        CheckRange("maxPoints", options.MaxPoints, 1, 100_000_000, found);
        return found;
    }

    private static void CheckAddress(Uri address, List<Violation> found)
    {
        const string remedy = "write http://host:port or https://host:port, with a path prefix where the API has one";
        if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
        {
            found.Add(new Violation("address", "it is not an http or https address", remedy));
            return;
        }
        if (address.Host.Length == 0) found.Add(new Violation("address", "it names no host", remedy));
        if (address.UserInfo.Length > 0) found.Add(new Violation("address", "it holds a user name or password", "use username with passwordFile (or password)"));
        if (address.Query.Length > 0 || address.Fragment.Length > 0) found.Add(new Violation("address", "it holds a query or a fragment", remedy));
        if (address.AbsolutePath.TrimEnd('/').EndsWith("/api/v1", StringComparison.Ordinal))
            found.Add(new Violation("address", "its path ends with /api/v1, which is added to it", "leave /api/v1 out"));
    }

    private static void CheckCredentials(PrometheusOptions options, List<Violation> found)
    {
        bool password = options.Password is not null || options.PasswordFile is not null;
        if (options.Username is { } name && (name.Length == 0 || name.Contains(':') || name.Any(char.IsControl)))
            found.Add(new Violation("username", "it is empty, or holds a colon or a control character", "write the plain user name"));
        if (options.Username is not null && !password) found.Add(new Violation("username", "it comes without a password", "add passwordFile"));
        if (options.Username is null && password) found.Add(new Violation("username", "a password comes without it", "add username"));
        if (options.Password is not null && options.PasswordFile is not null)
            found.Add(new Violation("passwordFile", "there is a password too", "keep one of password and passwordFile"));
        if (options.BearerTokenFile is not null && options.Username is not null)
            found.Add(new Violation("bearerTokenFile", "there is a user name too", "keep one of basic authentication and the bearer token"));
        CheckFile("passwordFile", options.PasswordFile, found);
        CheckFile("bearerTokenFile", options.BearerTokenFile, found);
    }

    private static void CheckTls(PrometheusOptions options, List<Violation> found)
    {
        if (options.ClientCertificateFile is null != options.ClientKeyFile is null)
            found.Add(new Violation("clientCertificateFile", "the certificate and its key do not come together", "give both clientCertificateFile and clientKeyFile"));
        bool wanted = options.ClientCertificateFile is not null || options.CaFile is not null;
        if (wanted && options.Address.IsAbsoluteUri && options.Address.Scheme != Uri.UriSchemeHttps)
            found.Add(new Violation("address", "there are certificates, but it is not https", "write https:// or leave the certificates out"));
        CheckFile("clientCertificateFile", options.ClientCertificateFile, found);
        CheckFile("clientKeyFile", options.ClientKeyFile, found);
        CheckFile("caFile", options.CaFile, found);
    }

    private static void CheckHeaders(PrometheusOptions options, List<Violation> found)
    {
        if (options.Headers.Count > MaxHeaders) found.Add(new Violation("headers", $"there are {options.Headers.Count}", $"keep at most {MaxHeaders}"));
        foreach ((string name, string value) in options.Headers)
        {
            string path = $"headers[{Shown(name)}]";
            if (name.Length == 0 || !name.All(IsTokenLetter)) found.Add(new Violation(path, "its name is not a header name", "use letters, digits and hyphens"));
            else if (IsOurs(name)) found.Add(new Violation(path, "it is set by the source itself", "leave it out (X-Scope-OrgID is tenant)"));
            else if (IsAuthorization(name) && (options.Username is not null || options.BearerTokenFile is not null))
                found.Add(new Violation(path, "there are other credentials too", "keep one of them"));
            if (value.Length > MaxHeaderLength || value.Any(letter => letter is < ' ' or > '~'))
                found.Add(new Violation(path, $"its value is longer than {MaxHeaderLength} characters or is not printable ASCII", "write a plain value"));
        }
    }

    private static void CheckTenant(string? tenant, List<Violation> found)
    {
        if (tenant is null) return;
        if (tenant.Length is 0 or > MaxTenantLength || tenant.Any(letter => letter is <= ' ' or > '~'))
            found.Add(new Violation("tenant", $"'{Shown(tenant)}' is empty, longer than {MaxTenantLength} characters, or not printable ASCII", "write the tenant's id; several are joined with |"));
    }

    private static void CheckFile(string path, string? file, List<Violation> found)
    {
        if (file is not null && (file.Length == 0 || file.Contains('\0'))) found.Add(new Violation(path, "it is empty or not a path", "write the path of a file"));
    }

    private static void CheckRange<T>(string path, T value, T least, T most, List<Violation> found)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0) found.Add(new Violation(path, $"{value} is out of range", $"write a value from {least} to {most}"));
    }

    private static bool IsOurs(string name) => name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)
        || new[] { "Host", "Accept", "Accept-Encoding", "Connection", "Transfer-Encoding", "User-Agent", "X-Scope-OrgID" }.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static bool IsAuthorization(string name) => name.Equals("Authorization", StringComparison.OrdinalIgnoreCase);

    private static bool IsTokenLetter(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.';

    private static string Shown(string text)
    {
        string printable = new([.. text.Take(60).Select(letter => char.IsControl(letter) ? '?' : letter)]);
        return text.Length > 60 ? printable + "..." : printable;
    }
}
