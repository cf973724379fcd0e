namespace CanaryJudge.Sources.Prometheus.Decoding;

/// <summary>Why an answer could not be decoded, and where.</summary>
/// <param name="Kind">What was wrong.</param>
/// <param name="Message">One sentence, without its full stop.</param>
/// <param name="Offset">The byte of the (decompressed) answer at or before which it was seen, from 0.</param>
public sealed record DecodeFault(DecodeFaultKind Kind, string Message, long Offset);
