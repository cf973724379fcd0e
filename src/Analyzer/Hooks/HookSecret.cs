using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using CanaryJudge.Analyzer.Settings;
using CanaryJudge.Judging;

namespace CanaryJudge.Analyzer.Hooks;

/// <summary>The secret that callers send who cannot sign. Flagger can send nothing but an address: http://flagger:SECRET@host is basic authentication there.</summary>
internal sealed class HookSecret
{
    private const int Shortest = 16;

    private readonly RereadFiles<byte[]>? _digest;

    /// <summary>Reads the secret for the first time.</summary>
    /// <param name="setting">The setting that names its file, for people.</param>
    /// <param name="file">Its file; empty for none.</param>
    /// <param name="clock">Says when to look again.</param>
    /// <param name="logger">Is told of changes.</param>
    public HookSecret(string setting, string file, TimeProvider clock, ILogger<HookSecret> logger)
    {
        Setting = setting;
        if (file.Length > 0) _digest = new([file], content => Digest(Read(content[0])), clock, logger);
    }

    /// <summary>The setting that names its file.</summary>
    public string Setting { get; }

    /// <summary>True when one is set up.</summary>
    public bool IsOn => _digest is not null;

    /// <summary>The secret of a file.</summary>
    /// <exception cref="InvalidDataException">It is too short.</exception>
    public static string Read(byte[] content)
    {
        string secret = Encoding.UTF8.GetString(content).Trim();
        return secret.Length >= Shortest ? secret : throw new InvalidDataException($"The secret has {Counted.Of(secret.Length, "character")}: write at least {Shortest}.");
    }

    /// <summary>Whether a request carries it. Takes the same time whatever it carries.</summary>
    public bool IsIn(HttpRequest request)
    {
        if (_digest is null || !AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out AuthenticationHeaderValue? sent) || sent.Parameter is not { } parameter) return false;
        string? secret = sent.Scheme.ToUpperInvariant() switch
        {
            "BEARER" => parameter,
            "BASIC" => Password(parameter),
            _ => null,
        };
        return secret is not null && CryptographicOperations.FixedTimeEquals(Digest(secret), _digest.Current);
    }

    private static string? Password(string parameter)
    {
        byte[] buffer = new byte[parameter.Length];
        if (!Convert.TryFromBase64String(parameter, buffer, out int length)) return null;
        string pair = Encoding.UTF8.GetString(buffer, 0, length);
        int colon = pair.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : pair[(colon + 1)..];
    }

    private static byte[] Digest(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
