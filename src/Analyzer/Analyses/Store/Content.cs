using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CanaryJudge.Analyzer.Analyses.Store;

/// <summary>What is kept compressed: JSON in Brotli. The same value gives the same bytes.</summary>
internal static class Content
{
    // Quick at hardly more bytes than the best on texts of this size.
    private const int Quality = 5;
    private const int WindowBits = 18;

    /// <summary>Compresses a value.</summary>
    public static byte[] Write<T>(T value, JsonTypeInfo<T> shape) => Compress(JsonSerializer.SerializeToUtf8Bytes(value, shape));

    /// <summary>Reads a value back.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged, or hold another value.</exception>
    public static T Read<T>(byte[] content, JsonTypeInfo<T> shape)
    {
        try
        {
            return JsonSerializer.Deserialize(Decompress(content), shape) ?? throw new InvalidDataException("The store holds nothing where there must be something.");
        }
        catch (JsonException damaged)
        {
            throw new InvalidDataException($"The store holds damaged content: {damaged.Message}", damaged);
        }
    }

    /// <summary>Compresses bytes.</summary>
    public static byte[] Compress(ReadOnlySpan<byte> plain)
    {
        byte[] target = new byte[System.IO.Compression.BrotliEncoder.GetMaxCompressedLength(plain.Length)];
        using System.IO.Compression.BrotliEncoder encoder = new(Quality, WindowBits);
        if (encoder.Compress(plain, target, out int consumed, out int written, isFinalBlock: true) != System.Buffers.OperationStatus.Done || consumed != plain.Length)
        {
            throw new InvalidOperationException("The content could not be compressed.");
        }

        return target[..written];
    }

    /// <summary>Gives the bytes back.</summary>
    /// <exception cref="InvalidDataException">They are damaged.</exception>
    public static byte[] Decompress(byte[] compressed)
    {
        using MemoryStream plain = new();
        using System.IO.Compression.BrotliStream stream = new(new MemoryStream(compressed, writable: false), System.IO.Compression.CompressionMode.Decompress);
        stream.CopyTo(plain);
        return plain.ToArray();
    }
}
