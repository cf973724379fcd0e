using System.Security.Cryptography;

namespace CanaryJudge.Analyzer.Hooks.Flux;

/// <summary>The header X-Signature of the provider generic-hmac: "sha256=HEX", the HMAC-SHA256 of the body under the token of the Provider's Secret.</summary>
internal static class FluxSignature
{
    /// <summary>The header's name.</summary>
    public const string Header = "X-Signature";

    private const string Algorithm = "sha256=";

    /// <summary>Whether a body is signed with one of the keys. Takes the same time whatever is in the signature.</summary>
    /// <param name="header">The header's value; null when there is none.</param>
    /// <param name="body">The body as it came, before it is parsed.</param>
    /// <param name="keys">The keys.</param>
    public static bool Verify(string? header, ReadOnlySpan<byte> body, IEnumerable<byte[]> keys)
    {
        if (header is null || !header.StartsWith(Algorithm, StringComparison.Ordinal) || header.Length != Algorithm.Length + 2 * SHA256.HashSizeInBytes) return false;
        byte[] sent = new byte[SHA256.HashSizeInBytes];
        if (Convert.FromHexString(header.AsSpan(Algorithm.Length), sent, out _, out _) != System.Buffers.OperationStatus.Done) return false;
        bool isSigned = false;
        foreach (byte[] key in keys) isSigned |= CryptographicOperations.FixedTimeEquals(sent, HMACSHA256.HashData(key, body));
        return isSigned;
    }
}
