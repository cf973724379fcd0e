namespace CanaryJudge.Sources.Prometheus.Decoding;

/// <summary>How much of an answer is taken at most. Memory stays within a small multiple of these, whatever the bytes say.</summary>
/// <param name="MaxBytes">Bytes of the decompressed answer, above 0.</param>
/// <param name="MaxSeries">Series, above 0.</param>
/// <param name="MaxPoints">Points over all series, above 0; a bucket of a native histogram counts as one.</param>
public sealed record DecodeLimits(long MaxBytes, int MaxSeries, int MaxPoints)
{
    /// <summary>Bytes of one string or number at most: 1 MiB.</summary>
    public const int MaxTokenBytes = 1 << 20;

    /// <summary>Depth of nested objects and arrays at most.</summary>
    public const int MaxDepth = 64;

    /// <summary>Labels of one series at most.</summary>
    public const int MaxLabels = 1_000;

    /// <summary>Warnings and infos kept at most; one more says how many were left out.</summary>
    public const int MaxWarnings = 100;

    /// <summary>Characters of one warning or error text kept at most.</summary>
    public const int MaxTextLength = 2_000;
}
