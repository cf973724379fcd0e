using CanaryJudge.Sources.Prometheus.Decoding;

namespace CanaryJudge.Fuzz.Sources;

/// <summary>What is fuzzed: any bytes must give an answer or a named fault, the same one however they are cut into buffers.</summary>
internal static class DecoderTarget
{
    private static readonly DecodeLimits Limits = new(1 << 20, 1_000, 100_000);

    /// <summary>Decodes the bytes whole and cut in two, and compares.</summary>
    /// <exception cref="InvalidOperationException">The two differ.</exception>
    public static void Run(ReadOnlySpan<byte> bytes)
    {
        byte[] body = bytes.ToArray();
        PrometheusAnswer whole = Whole(body);
        PrometheusAnswer cut = InTwo(body, body.Length == 0 ? 0 : body[^1] * body.Length / 256);
        if (whole.Fault?.Kind != cut.Fault?.Kind || whole.Succeeded != cut.Succeeded || whole.Error != cut.Error || !whole.Series.SelectMany(Numbers).SequenceEqual(cut.Series.SelectMany(Numbers)))
            throw new InvalidOperationException($"Whole: {whole.Fault}. Cut: {cut.Fault}.");
    }

    private static IEnumerable<long> Numbers(Judging.Measuring.FetchedSeries series) =>
        series.TimesMillis.Concat(series.Values.Concat(series.Histograms.SelectMany(histogram => histogram.Counts)).Select(BitConverter.DoubleToInt64Bits));

    private static PrometheusAnswer Whole(byte[] body) => new PrometheusDecoder(Limits).Decode(body);

    private static PrometheusAnswer InTwo(byte[] body, int at)
    {
        using var stream = new TwoPieces(body, at);
        return new PrometheusDecoder(Limits).DecodeAsync(stream, CancellationToken.None).AsTask().GetAwaiter().GetResult();
    }

    private sealed class TwoPieces(byte[] body, int cut) : MemoryStream(body)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            new(Read(buffer.Span[..(int)Math.Min(buffer.Length, Position < cut ? cut - Position : long.MaxValue)]));
    }
}
