namespace CanaryJudge.Sources.Prometheus.Decoding;

/// <summary>Why an answer could not be decoded.</summary>
public enum DecodeFaultKind
{
    /// <summary>Bytes that are not JSON, or JSON that is not an answer of the protocol.</summary>
    Malformed,

    /// <summary>The bytes ended before the answer did.</summary>
    EndedEarly,

    /// <summary>More bytes than allowed, in the answer or in one string of it.</summary>
    TooManyBytes,

    /// <summary>More series than allowed.</summary>
    TooManySeries,

    /// <summary>More points (and buckets of native histograms) than allowed.</summary>
    TooManyPoints,
}
