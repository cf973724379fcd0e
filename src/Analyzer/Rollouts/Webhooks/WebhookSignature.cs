using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CanaryJudge.Analyzer.Rollouts.Webhooks;

/// <summary>
/// The header X-CanaryJudge-Signature: "t=SECONDS,v1=HEX", with the HMAC-SHA256 of "SECONDS.BODY" under the shared secret, in lower-case hexadecimal. Several v1 are several secrets,
/// of which a receiver needs to know one.
/// </summary>
internal static class WebhookSignature
{
    /// <summary>The header's name.</summary>
    public const string Header = "X-CanaryJudge-Signature";

    /// <summary>How far a receiver lets the time of a signature be from its own.</summary>
    public static readonly TimeSpan ReplayWindow = TimeSpan.FromMinutes(5);

    /// <summary>Signs a body.</summary>
    /// <param name="keys">The secrets.</param>
    /// <param name="unixSeconds">The time of signing, seconds since the Unix epoch.</param>
    /// <param name="body">The body as it is sent; empty for none.</param>
    /// <returns>The header's value.</returns>
    public static string Sign(IReadOnlyList<byte[]> keys, long unixSeconds, ReadOnlySpan<byte> body)
    {
        StringBuilder header = new(string.Create(CultureInfo.InvariantCulture, $"t={unixSeconds}"));
        foreach (byte[] key in keys) header.Append(",v1=").Append(Convert.ToHexStringLower(Mac(key, unixSeconds, body)));
        return header.ToString();
    }

    /// <summary>What a receiver does: checks the time, then every v1 in constant time. What it does beside that is to remember the Idempotency-Key.</summary>
    /// <param name="header">The header's value.</param>
    /// <param name="body">The body as it came, before it is parsed.</param>
    /// <param name="key">The shared secret.</param>
    /// <param name="nowSeconds">The receiver's time, seconds since the Unix epoch.</param>
    /// <returns>False when it is not signed with this secret, or too long ago, or too far ahead.</returns>
    public static bool Verify(string header, ReadOnlySpan<byte> body, byte[] key, long nowSeconds)
    {
        string[][] parts = [.. header.Split(',').Select(part => part.Split('=', 2))];
        if (parts.Any(part => part.Length != 2)) return false;
        if (parts.Count(part => part[0] == "t") != 1 || !long.TryParse(parts.First(part => part[0] == "t")[1], NumberStyles.None, CultureInfo.InvariantCulture, out long time)) return false;
        if (Math.Abs(nowSeconds - (decimal)time) > (decimal)ReplayWindow.TotalSeconds) return false;
        byte[] expected = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(Mac(key, time, body)));
        bool isSigned = false;
        foreach (string[] part in parts.Where(part => part[0] == "v1")) isSigned |= CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(part[1]), expected);
        return isSigned;
    }

    private static byte[] Mac(byte[] key, long unixSeconds, ReadOnlySpan<byte> body)
    {
        using IncrementalHash mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        mac.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{unixSeconds}.")));
        mac.AppendData(body);
        return mac.GetHashAndReset();
    }
}
