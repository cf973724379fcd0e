using System.Buffers;
using System.IO.Pipelines;
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
        PrometheusAnswer whole = Decode(new ReadOnlySequence<byte>(body));
        PrometheusAnswer cut = Decode(CutInTwo(body, body.Length == 0 ? 0 : body[^1] * body.Length / 256));
        if (whole.Fault?.Kind != cut.Fault?.Kind || whole.Succeeded != cut.Succeeded || whole.Error != cut.Error || !whole.Series.SelectMany(Numbers).SequenceEqual(cut.Series.SelectMany(Numbers)))
            throw new InvalidOperationException($"Whole: {whole.Fault}. Cut: {cut.Fault}.");
    }

    private static IEnumerable<long> Numbers(Judging.Measuring.FetchedSeries series) =>
        series.TimesMillis.Concat(series.Values.Concat(series.Histograms.SelectMany(histogram => histogram.Counts)).Select(BitConverter.DoubleToInt64Bits));

    private static PrometheusAnswer Decode(ReadOnlySequence<byte> body) => PrometheusDecoder.DecodeAsync(PipeReader.Create(body), Limits).AsTask().GetAwaiter().GetResult();

    private static ReadOnlySequence<byte> CutInTwo(byte[] body, int at)
    {
        var first = new Segment(body.AsMemory(0, at), 0);
        var second = new Segment(body.AsMemory(at), at);
        first.Then(second);
        return new ReadOnlySequence<byte>(first, 0, second, body.Length - at);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, long runningIndex) => (Memory, RunningIndex) = (memory, runningIndex);

        public void Then(Segment next) => Next = next;
    }
}
