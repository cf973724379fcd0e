using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CanaryJudge.Analyzer.Rollouts;

/// <summary>One change to a rollout as it will be sent, written down before it is. A kind derives from it to keep what it needs for the sending.</summary>
internal record RolloutStep
{
    /// <summary>Its name in the action, the same for every attempt: traffic, scale, abort. 1 to 100 characters.</summary>
    public required string Name { get; init; }

    /// <summary>What it does, in a sentence.</summary>
    public required string Description { get; init; }

    /// <summary>The method: PATCH, POST; run for a program.</summary>
    public required string Method { get; init; }

    /// <summary>Where it goes: the path, the address, the program. No secrets.</summary>
    public required string Path { get; init; }

    /// <summary>The media type of the body; empty for none.</summary>
    public string ContentType { get; init; } = "";

    /// <summary>The body, to the byte; empty for none. No secrets.</summary>
    public string Body { get; init; } = "";

    /// <summary>What must hold at the receiver, or it changes nothing.</summary>
    public required StepPrecondition Precondition { get; init; }

    /// <summary>Rights that it needs.</summary>
    public IReadOnlyList<RolloutRight> Rights { get; init; } = [];

    /// <summary>Until when it may be sent; null for without a limit. Not a part of what is sent.</summary>
    public SendingLimit? Limit { get; init; }

    /// <summary>SHA-256 of all that is sent, in lower-case hexadecimal: equal steps have equal digests.</summary>
    public string Digest()
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (string part in (string[])[Name, Method, Path, ContentType, Body, .. Precondition.Data.OrderBy(d => d.Key, StringComparer.Ordinal).SelectMany(d => (string[])[d.Key, d.Value])])
        {
            byte[] bytes = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
