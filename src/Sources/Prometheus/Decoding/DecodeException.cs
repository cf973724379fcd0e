namespace CanaryJudge.Sources.Prometheus.Decoding;

/// <summary>Carries a fault from the depth of an answer to <see cref="PrometheusDecoder"/>, which returns it as a value.</summary>
internal sealed class DecodeException(DecodeFaultKind kind, string message) : Exception(message)
{
    /// <summary>What was wrong.</summary>
    public DecodeFaultKind Kind { get; } = kind;

    /// <summary>A fault of the answer's form.</summary>
    public static DecodeException Malformed(string message) => new(DecodeFaultKind.Malformed, message);

    /// <summary>A string or number longer than <see cref="DecodeLimits.MaxTokenBytes"/>.</summary>
    public static DecodeException LongToken() =>
        new(DecodeFaultKind.TooManyBytes, $"one string or number is longer than {DecodeLimits.MaxTokenBytes:N0} bytes");
}
